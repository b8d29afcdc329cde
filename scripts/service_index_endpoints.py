# SPDX-License-Identifier: Apache-2.0
"""The endpoints of scripts/generate-service-index: what botocore resolves for a service everywhere, folded to rules."""

import re

import botocore.session
from botocore.client import ClientEndpointBridge
from botocore.config import Config
from botocore.exceptions import BotoCoreError

COMBINATIONS = range(4)  # FIPS 1 + dual-stack 2


def tabbed(*fields):
    fields = [str(field) for field in fields]
    if any(c in field for field in fields for c in "\t\n"):
        raise ValueError(f"a field holds a separator: {fields}")
    return "\t".join(fields).rstrip("\t")


class World:
    """The partitions, and the regions that endpoints are worked out for."""

    def __init__(self, loader):
        self.data = loader.load_data("partitions")
        self.partitions = self.data["partitions"]
        self.legacy = loader.load_data("endpoints")
        self.resolver = botocore.session.get_session().get_component("endpoint_resolver")
        self.of_region = {}
        self.invented = set()
        for partition in self.partitions:
            form = partition["regionRegex"].replace("\\-", "-")
            beginnings = re.fullmatch(r"\^\(?([a-z|]+)\)?((?:-\(?[a-z]+\)?)?)-\\w\+-\\d\+\$", form)
            if beginnings is None:
                raise ValueError(f"a new form of regionRegex: {form}")
            rest = beginnings[2].replace("(", "").replace(")", "") + "-"
            prefixes = [first + rest for first in beginnings[1].split("|")]
            partition["prefixes"] = " ".join(prefixes)
            partition["listed"] = " ".join(sorted(partition["regions"]))
            # Regions that AWS may open later: what is folded must hold for them, too.
            invented = [f"{prefix}utopia-9" for prefix in prefixes]
            self.invented.update(invented)
            for region in [*partition["regions"], *invented]:
                self.of_region[region] = partition


class Endpoints:
    """What botocore resolves for one service, and one choice of parameters, in every region; folded to rules."""

    def __init__(self, service, provider, world, more_parameters):
        self.service, self.world = service, world
        self.cells = {
            (combination, region): self.resolve(provider, combination, region, more_parameters)
            for combination in COMBINATIONS
            for region in world.of_region
        }
        self.rules = self.fold()
        self.verify()

    def resolve(self, provider, combination, region, more_parameters):
        """(URL without scheme, signing region, signing name), or None where botocore has no endpoint."""
        flags = {"UseFIPS": bool(combination & 1), "UseDualStack": bool(combination & 2)}
        known = provider.ruleset.parameters
        parameters = {"Region": region, **{k: v for k, v in flags.items() if k in known}, **more_parameters}
        try:
            endpoint = provider.ruleset.evaluate(parameters)
        except BotoCoreError:
            return None
        if endpoint is None or not endpoint.url.startswith("https://"):
            return None
        schemes = [s for s in endpoint.properties.get("authSchemes", []) if s["name"].startswith("sigv4")]
        scheme = next((s for s in schemes if s["name"] == "sigv4"), {})
        if schemes and not scheme:
            raise ValueError(f"{self.service.name} in {region} signs with none but {schemes}")
        signing_region = scheme.get("signingRegion") or self.bridged_region(flags, region)
        return endpoint.url[8:], signing_region, scheme.get("signingName", self.service.signing_name)

    def bridged_region(self, flags, region):
        """Where the rule set names no scheme, botocore takes the credential scope of its older endpoint data."""
        config = Config(use_fips_endpoint=flags["UseFIPS"], use_dualstack_endpoint=flags["UseDualStack"])
        bridge = ClientEndpointBridge(self.world.resolver, client_config=config)
        try:
            return bridge.resolve(self.service.endpoint_prefix, region)["signing_region"]
        except BotoCoreError:
            return region

    def templates(self, cell, region):
        """Every way to write the cell, the most general one first."""
        if cell is None:
            return [("-", "{r}", "")]
        url, signing_region, signing_name = cell
        host, slash, path = url.partition("/")
        outputs = self.world.of_region[region]["outputs"]
        hosts = [
            host.removesuffix(outputs[output]) + mark
            for output, mark in (("dnsSuffix", "{s}"), ("dualStackDnsSuffix", "{d}"))
            if host.endswith("." + outputs[output])
        ]
        hosts = [h.replace(region, "{r}") for h in hosts if region in h] + hosts
        hosts += [host.replace(region, "{r}")] * (region in host) + [host]
        regions = ["{r}"] * (signing_region == region) + [signing_region]
        name = "" if signing_name == self.service.signing_name else signing_name
        return [(h + slash + path, r, name) for h in hosts for r in regions]

    def best(self, regions, combination):
        """The template that covers most of the regions; future regions weigh most, as nothing else can cover them."""
        score = {}
        for region in regions:
            for rank, template in enumerate(self.templates(self.cells[combination, region], region)):
                weight = 1000 if region in self.world.invented else 1
                covered, worst = score.get(template, (0, 0))
                score[template] = (covered + weight, max(worst, rank))
        return max(sorted(score), key=lambda t: (score[t][0], -score[t][1]))

    def covers(self, template, region, combination):
        return template in self.templates(self.cells[combination, region], region)

    def fold(self):
        """Rules as {(scope, template): combinations}, and those then as sorted lines."""
        combinations = {}
        for combination in COMBINATIONS:
            general = self.best(self.world.of_region, combination)
            found = [("*", general)]
            for partition in self.world.partitions:
                regions = [r for r, p in self.world.of_region.items() if p is partition]
                here = self.best(regions, combination)
                if sum(self.covers(here, r, combination) for r in regions) > 1 + sum(
                    self.covers(general, r, combination) for r in regions
                ) or not all(self.covers(general, r, combination) for r in regions if r in self.world.invented):
                    found.append((partition["id"], here))
                else:
                    here = general
                found += [
                    (r, self.templates(self.cells[combination, r], r)[0])
                    for r in sorted(regions)
                    if not self.covers(here, r, combination)
                ]
            for rule in found:
                combinations.setdefault(rule, []).append(str(combination))
        scopes = {}
        for (scope, template), digits in combinations.items():
            scopes.setdefault(("".join(digits), template), []).append(scope)
        return sorted((digits, ",".join(sorted(names)), *template) for (digits, template), names in scopes.items())

    def verify(self):
        """What the rules yield is what botocore resolved, in every cell."""
        for (combination, region), cell in self.cells.items():
            folded = self.apply(combination, region)
            if folded != cell:
                raise ValueError(f"{self.service.name} {region} {combination}: {folded} != {cell}")

    def apply(self, combination, region):
        partition = self.world.of_region[region]
        narrowest = {}
        for digits, scopes, url, signing_region, signing_name in self.rules:
            if str(combination) in digits:
                for width, scope in enumerate((region, partition["id"], "*")):
                    # An invented region has no rule of its own: the index must not know it.
                    if scope in scopes.split(",") and not (width == 0 and region in self.world.invented):
                        narrowest[width] = (url, signing_region, signing_name)
        url, signing_region, signing_name = narrowest[min(narrowest)]
        if url == "-":
            return None
        suffixes = {"{s}": partition["outputs"]["dnsSuffix"], "{d}": partition["outputs"]["dualStackDnsSuffix"]}
        for mark, value in {"{r}": region, **suffixes}.items():
            url = url.replace(mark, value)
        return url, signing_region.replace("{r}", region), signing_name or self.service.signing_name

    def lines(self, variant=""):
        for digits, scopes, url, signing_region, signing_name in self.rules:
            signing_region = "" if signing_region == "{r}" else signing_region
            yield tabbed("=" + digits + (f"/{variant}" if variant else ""), scopes, url, signing_region, signing_name)

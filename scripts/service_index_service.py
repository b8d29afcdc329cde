# SPDX-License-Identifier: Apache-2.0
"""One service of scripts/generate-service-index: what its model says, as lines of the two files."""

import re
import statistics

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import BotoCoreError
from service_index_bindings import Bindings
from service_index_endpoints import Endpoints, tabbed
from service_index_marks import SensitiveTable
from service_index_shapes import ShapeBlock
from service_index_timestamps import timestamp_lines

# Request members that tell a repeated request from a new one, as the service documents them, though its model has no
# trait: clients fill them with a fresh value, so that replay must treat them as tokens. Paths are of member names.
# Only CloudFront's creations: in an update the reference must be the one that the resource was created with.
UNMARKED_TOKENS = {
    "route53": (r"Create", {"CallerReference"}),
    "cloudfront": (
        r"Create|Copy",
        {
            "CallerReference",
            "CloudFrontOriginAccessIdentityConfig/CallerReference",
            "DistributionConfig/CallerReference",
            "DistributionConfigWithTags/DistributionConfig/CallerReference",
            "FieldLevelEncryptionConfig/CallerReference",
            "FieldLevelEncryptionProfileConfig/CallerReference",
            "InvalidationBatch/CallerReference",
            "PublicKeyConfig/CallerReference",
            "StreamingDistributionConfig/CallerReference",
            "StreamingDistributionConfigWithTags/StreamingDistributionConfig/CallerReference",
        },
    ),
}

# What S3 resources that no parameterless rule yields are signed with: `s3` stays the first name of both.
MORE_SIGNING_NAMES = {"s3": {"s3-outposts"}, "s3control": {"s3-outposts"}}


class Service:
    """One service model, and what the index says of it."""

    def __init__(self, loader, name, world, more_sensitive):
        self.name = name
        self.model = loader.load_service_model(name, "service-2")
        self.shapes, self.metadata = self.model["shapes"], self.model["metadata"]
        self.endpoint_prefix = self.metadata["endpointPrefix"]
        self.signing_name = self.metadata.get("signingName", self.endpoint_prefix)
        self.protocols = self.metadata.get("protocols", [self.metadata["protocol"]])
        try:
            self.pagination = loader.load_service_model(name, "paginators-1")["pagination"]
        except BotoCoreError:
            self.pagination = {}
        provider = EndpointProvider(loader.load_service_model(name, "endpoint-rule-set-1"), world.data)
        parameters = provider.ruleset.parameters
        static = {o: self.static_parameters(o, parameters) for o in sorted(self.model["operations"])}
        # A parameter without which nothing resolves has the value that most operations give it.
        needed = [p.name for p in parameters.values() if p.required and p.default is None and not p.builtin]
        default = {p: statistics.mode(fixed[p] for fixed in static.values() if p in fixed) for p in needed}
        self.variants = {"": Endpoints(self, provider, world, default)}
        self.variant_of = {}
        for operation, fixed in static.items():
            variant = ",".join(f"{key}={value}" for key, value in sorted(fixed.items()))
            if variant and variant not in self.variants:
                self.variants[variant] = Endpoints(self, provider, world, default | fixed)
            self.variant_of[operation] = variant
        self.number_variants()
        self.bindings = Bindings(self.model)
        self.shape_block = ShapeBlock(name, self.model, self.results)
        try:
            self.sensitive = SensitiveTable(self.model, more_sensitive)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None

    def static_parameters(self, operation, parameters):
        """The parameters that the model fixes for an operation; none where members of its input have a say as well."""
        model = self.model["operations"][operation]
        members = self.shapes[model["input"]["shape"]]["members"] if "input" in model else {}
        if any("contextParam" in member for member in members.values()):
            return {}
        static = model.get("staticContextParams", {})
        return {key: fixed["value"] for key, fixed in static.items() if key in parameters}

    def number_variants(self):
        """Keeps the variants that differ from the default and gives them short names."""
        default = self.variants[""].rules
        kept = sorted(v for v, endpoints in self.variants.items() if v and endpoints.rules != default)
        short = {variant: str(number) for number, variant in enumerate(kept, 1)}
        self.variants = {short.get(v, ""): e for v, e in self.variants.items() if v in short or not v}
        self.variant_of = {operation: short.get(variant, "") for operation, variant in self.variant_of.items()}

    def directory_line(self, length, length_of_shapes):
        version = self.metadata["signatureVersion"]
        return tabbed(
            self.name,
            self.metadata["serviceId"],
            self.signing_names(),
            "" if self.endpoint_prefix == self.signing_name else self.endpoint_prefix,
            self.metadata.get("targetPrefix", ""),
            " ".join(p + self.metadata["jsonVersion"] if p == "json" else p for p in self.protocols),
            self.metadata["apiVersion"],
            # `s3` is the retired version 2; botocore signs S3 with `s3v4` wherever the model says `s3`.
            {"v4": "", "s3": "s3v4"}.get(version, version),
            self.namespace(),
            len(self.model["operations"]),
            length,
            length_of_shapes,
        )

    def signing_names(self):
        ruled = {cell[2] for endpoints in self.variants.values() for cell in endpoints.cells.values() if cell}
        others = sorted((ruled | MORE_SIGNING_NAMES.get(self.name, set())) - {self.signing_name})
        names = " ".join([self.signing_name, *others])
        return "" if names == self.name else names

    def namespace(self):
        """Of the service, or the one that the inputs of a REST-XML service share."""
        if "xmlNamespace" in self.metadata:
            return self.metadata["xmlNamespace"]
        inputs = [o.get("input", {}).get("xmlNamespace") for o in self.model["operations"].values()]
        return next((n["uri"] if isinstance(n, dict) else n for n in inputs if n), "")

    def block(self):
        lines = [line for variant in sorted(self.variants) for line in self.variants[variant].lines(variant)]
        lines += timestamp_lines(self.model) + self.sensitive.lines()
        lines += [self.operation_line(name) for name in sorted(self.model["operations"])]
        return "\n".join(lines) + "\n"

    def operation_line(self, name):
        operation = self.model["operations"][name]
        http = (operation["http"]["method"], operation["http"]["requestUri"])
        facts = [f"t={token}" for token in self.tokens(name)] + [f"p={page}" for page in self.pages(name)]
        facts += [f"i={kind}" for kind in self.payload(operation.get("input"))]
        facts += [f"o={kind}" for kind in self.payload(operation.get("output"))]
        if "endpoint" in operation:
            prefix = operation["endpoint"]["hostPrefix"]
            facts.append("h=" + re.sub(r"{(\w+)}", lambda m: "{" + self.wire(name, "input", [m[1]]) + "}", prefix))
        facts += ["b=" + ",".join(headers)] if (headers := list(self.bindings.headers(name))) else []
        facts += [f"x={prefix}" for prefix in self.bindings.header_prefixes(name)]
        facts += [f"n={member}" for member in self.bindings.needed(name)]
        facts += self.sensitive.facts(name)
        if self.variant_of[name]:
            facts.append("v=" + self.variant_of[name])
        authtype = operation.get("authtype", "")
        flags = "r" * operation.get("readonly", False) + "m" * bool(operation.get("idempotent", False))
        flags += "n" * (authtype == "none" or operation.get("auth") == ["smithy.api#noAuth"])
        flags += "u" * (authtype == "v4-unsigned-body" or operation.get("unsignedPayload", False))
        flags += "d" * operation.get("deprecated", False)
        facts += [f"f={flags}"] * bool(flags)
        return tabbed(name, *(("", "") if http == ("POST", "/") else http), *facts)

    def tokens(self, name):
        """The idempotency tokens of an operation's request: marked in the model, or known to be ones."""
        pattern, unmarked = UNMARKED_TOKENS.get(self.name, ("(?!)", set()))
        unmarked = unmarked if re.match(pattern, name) else set()
        found = []

        def walk(shape, path, above):
            for member, reference in self.shapes[shape].get("members", {}).items():
                inner = [*path, member]
                if reference.get("idempotencyToken") or "/".join(inner) in unmarked:
                    found.append(self.wire(name, "input", inner))
                if self.shapes[reference["shape"]]["type"] == "structure" and reference["shape"] not in above:
                    walk(reference["shape"], inner, above | {shape})

        if "input" in self.model["operations"][name]:
            walk(self.model["operations"][name]["input"]["shape"], [], frozenset())
        return found

    def pages(self, name):
        """Input token, and output token where that is another path: `Marker>NextMarker`."""
        entry = self.pagination.get(name) or self.unlisted_pagination(name)
        if entry is None:
            return
        outputs = listed(entry["output_token"])
        for token, output in zip(listed(entry["input_token"]), outputs, strict=True):
            ways = [self.output_path(name, way.strip()) for way in output.split("||")]
            source = self.wire(name, "input", token.split("."))
            yield source if ways == [source] else f"{source}>{'|'.join(ways)}"

    def unlisted_pagination(self, name):
        """botocore has no paginators for some services (CodeStar Connections): `NextToken` on both sides is one."""
        tokens = {}
        for side in ("input", "output"):
            reference = self.model["operations"][name].get(side)
            members = self.shapes[reference["shape"]].get("members", {}) if reference else {}
            tokens[f"{side}_token"] = next((member for member in members if member.lower() == "nexttoken"), None)
        return tokens if all(tokens.values()) else None

    def results(self, name):
        """Where the results of a page stand and, where the answer says it, whether there are more pages."""
        entry = self.pagination.get(name, {})
        if results := entry.get("result_key"):
            yield ",".join(self.output_path(name, result) for result in listed(results))
        if more := entry.get("more_results"):
            yield self.output_path(name, more)

    def output_path(self, name, expression):
        """A JMESPath of member names, with `[-1]` for the last element of a list, as a path of wire names."""
        return self.wire(name, "output", re.sub(r"\[(-1)\]", r".\1", expression).split("."))

    def wire(self, name, side, members):
        """The place of a member in a message, in the names that are on the wire."""
        shape = self.shapes[self.model["operations"][name][side]["shape"]]
        payload, path = shape.get("payload"), []
        for depth, member in enumerate(members):
            if member == "-1":
                path.append(member)
                shape = self.shapes[shape["member"]["shape"]]
                continue
            reference = shape["members"][member]
            bound = {"querystring": "query", "header": "header", "uri": "uri"}.get(reference.get("location"))
            if bound:
                return f"{bound}:{reference.get('locationName', member)}"
            # A payload member is the body itself.
            if not (depth == 0 and member == payload):
                path.append(self.wire_name(reference, member, side))
            shape = self.shapes[reference["shape"]]
        return "/".join(path)

    def wire_name(self, reference, member, side):
        named = reference.get("locationName")
        if self.protocols[0] == "ec2" and side == "input":
            return reference.get("queryName") or (named[0].upper() + named[1:] if named else member)
        return named or member

    def payload(self, reference):
        """The kind of a message whose payload is no document."""
        shape = self.shapes[reference["shape"]] if reference else {}
        members = shape.get("members", {})
        if any(self.shapes[member["shape"]].get("eventstream") for member in members.values()):
            yield "events"
        elif shape.get("payload"):
            member = members[shape["payload"]]
            target = self.shapes[member["shape"]]
            if member.get("streaming") or target.get("streaming"):
                yield "stream"
            elif target["type"] in ("blob", "string"):
                yield "blob"


def listed(value):
    return value if isinstance(value, list) else [value]

# SPDX-License-Identifier: Apache-2.0
"""The HTTP bindings of scripts/generate-service-index: headers, and what tells operations of one template apart."""

import re
from collections import Counter

# Headers that a model binds to members, but in which SDKs differ, proxies meddle, or no cassette holds the value:
# integrity, transport, tracing, credentials.
NOT_COMPARED = {
    "accept-encoding",
    "baggage",
    "content-length",
    "content-md5",
    "traceparent",
    "tracestate",
    "x-amz-checksum",
    "x-amz-content-sha256",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-mfa",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-security-token",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-server-side-encryption-customer-key-md5",
    "x-amz-sha256-tree-hash",
    "x-amz-sso_bearer_token",
    "x-amz-trailer",
    "x-amzn-trace-id",
}
NOT_COMPARED_PREFIXES = ("x-amz-checksum-",)


class Bindings:
    """Where the members of the inputs of one REST service go that are not in the body."""

    def __init__(self, model):
        self.operations, self.shapes = model["operations"], model["shapes"]
        protocols = model["metadata"].get("protocols", [model["metadata"]["protocol"]])
        self.is_rest = any(protocol.startswith("rest-") for protocol in protocols)
        self.with_template = Counter(self.template(name) for name in self.operations)

    def template(self, name):
        """Method and path of an operation without the names of labels: what a request's line can tell."""
        http = self.operations[name]["http"]
        path = http["requestUri"].partition("?")[0].rstrip("/")
        return http["method"], re.sub(r"\{[^}+]+(\+?)\}", r"{\1}", path)

    def members(self, name):
        """(wire name, location, whether required, whether an idempotency token) of each member of an input."""
        shape = self.shapes[self.operations[name]["input"]["shape"]] if "input" in self.operations[name] else {}
        for member, reference in sorted(shape.get("members", {}).items()):
            token = reference.get("idempotencyToken", False)
            wire = reference.get("locationName", member)
            yield wire, reference.get("location"), member in shape.get("required", []), token

    def headers(self, name):
        """Header names, in lower case, whose values are part of what is asked for."""
        for wire, location, _, token in self.members(name):
            wire = wire.lower()
            left_out = wire in NOT_COMPARED or wire.startswith(NOT_COMPARED_PREFIXES)
            if self.is_rest and location == "header" and not token and not left_out:
                yield wire

    def header_prefixes(self, name):
        return [wire.lower() for wire, location, *_ in self.members(name) if self.is_rest and location == "headers"]

    def needed(self, name):
        """The required query and header members, for an operation that shares its template with another."""
        if not self.is_rest or self.with_template[self.template(name)] == 1:
            return []
        places = {"querystring": "query", "header": "header"}
        return [
            f"{places[location]}:{wire}"
            for wire, location, required, _ in self.members(name)
            if required and location in places
        ]

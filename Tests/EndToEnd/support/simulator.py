# SPDX-License-Identifier: Apache-2.0
"""The embedded service as its own tests see it: calls as bytes, admin calls, and the service models of botocore."""

import json
import re

import botocore.session
from botocore.validate import ParamValidator

from .tapedeck import Running
from .wire import Connection, Message, head_bytes

SERVICES = ["codestar-connections", "codeconnections"]
PREFIXES = {
    "codestar-connections": "CodeStar_connections_20191201",
    "codeconnections": "CodeConnections_20231201",
}
_session = botocore.session.Session()
MODELS = {service: _session.get_service_model(service) for service in SERVICES}
OPERATIONS = list(MODELS[SERVICES[0]].operation_names)
MEDIA_TYPE = "application/x-amz-json-1.0"


def authorization(service: str, region="us-east-1") -> str:
    """What looks like a signature: the embedded service checks the form of one, and whom it is for."""
    scope = f"AKIAIOSFODNN7EXAMPLE/20261122/{region}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}"


class RawClient:
    """Calls of one service over one connection, sent as they are given."""

    def __init__(self, running: Running, service: str, region="us-east-1"):
        self.service, self.region = service, region
        self.connection = Connection(running.endpoint)

    def send(self, fields: dict, body: bytes, *, method="POST", path="/") -> Message:
        """Fields whose value is None are left out."""
        given = {
            "Host": self.connection.host,
            "Content-Type": MEDIA_TYPE,
            "Authorization": authorization(self.service, self.region),
            "X-Amz-Date": "20261122T090807Z",
            "Content-Length": str(len(body)),
            **fields,
        }
        head = head_bytes(f"{method} {path} HTTP/1.1", [(k, v) for k, v in given.items() if v is not None])
        return self.connection.exchange(head + body, method=method)

    def call(self, operation: str, parameters) -> tuple[int, dict]:
        """Status and body of the answer. Parameters may be anything that JSON can say."""
        target = f"{PREFIXES[self.service]}.{operation}"
        answer = self.send({"X-Amz-Target": target}, json.dumps(parameters).encode())
        return answer.status, json.loads(answer.body)

    def admin(self, action: str, **parameters) -> tuple[int, dict]:
        body = json.dumps(parameters).encode()
        answer = self.send({"Content-Type": "application/json", "Authorization": None}, body, path=f"/_tapedeck/{action}")
        return answer.status, json.loads(answer.body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.__exit__()


def code_in(body: dict) -> str:
    return body["__type"].rpartition("#")[2]


def message_in(body: dict) -> str:
    return body.get("Message") or body["message"]


def flaws(value, shape) -> list[str]:
    """What botocore's own validation, and the constraints that it leaves out, say of an answer; unknown members count."""
    report = ParamValidator().validate(value, shape)
    found = [report.generate_report()] if report.has_errors() else []
    return found + list(_constraint_flaws(value, shape, shape.name))


def _constraint_flaws(value, shape, path):
    match shape.type_name:
        case "structure":
            for name, item in value.items():
                if name not in shape.members:
                    yield f"{path} has no member {name}"
                else:
                    yield from _constraint_flaws(item, shape.members[name], f"{path}.{name}")
        case "list":
            for index, item in enumerate(value):
                yield from _constraint_flaws(item, shape.member, f"{path}[{index}]")
        case "string":
            if shape.enum and value not in shape.enum:
                yield f"{path}: {value!r} is none of {shape.enum}"
            longest = shape.metadata.get("max")
            if longest is not None and len(value) > longest:
                yield f"{path}: {value!r} is longer than {longest}"
            pattern = shape.metadata.get("pattern")
            if pattern and not re.fullmatch(pattern, value):
                yield f"{path}: {value!r} does not match {pattern}"

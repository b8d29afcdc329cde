# SPDX-License-Identifier: Apache-2.0
"""What our upstreams answer: a little of three services, behind a check of every signature."""

import json
import threading

from .sigv4 import AUTHORIZATION, flaw
from .upstream import Answer
from .wire import Message

JSON = ("Content-Type", "application/x-amz-json-1.0")
XML = ("Content-Type", "text/xml")
IDENTITY = (
    b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    b"<Arn>arn:aws:iam::123456789012:user/tester</Arn><UserId>tester</UserId><Account>123456789012</Account>"
    b"</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
    b"</GetCallerIdentityResponse>"
)


class Services:
    """S3 objects, one answer of STS, and an echo for JSON services.

    Refuses requests whose signature is not that of the key, and tells what a careless service tells then: everything.
    """

    def __init__(self, access: str, secret: str, token: str | None = None, *, tamper=lambda request: None):
        """`tamper` changes a request that has arrived, as somebody on the way could have."""
        self.key = (access, secret, token)
        self.tamper = tamper
        self.objects: dict[str, Message] = {}
        self.flaws: list[str | None] = []
        self._lock = threading.Lock()

    def __call__(self, request: Message) -> Answer:
        self.tamper(request)
        found = flaw(request, *self.key)
        match = AUTHORIZATION.fullmatch(request["authorization"] or "")
        with self._lock:
            self.flaws.append(found)
            if found:
                return self.refusal(request, found)
            match match["service"]:
                case "s3":
                    return self.s3(request)
                case "sts":
                    return Answer(fields=[XML], body=IDENTITY)
                case _:
                    body = {"Connections": [], "Echo": request.body.decode("utf-8", "replace")}
                    return Answer(fields=[JSON, ("x-amzn-RequestId", "1")], body=json.dumps(body).encode())

    @staticmethod
    def refusal(request: Message, why: str) -> Answer:
        told = {name: value for name, value in request.fields if name.lower() != "authorization"}
        body = {"__type": "SignatureDoesNotMatch", "message": f"{why}: {told}, {request['authorization']}"}
        return Answer(403, [JSON], json.dumps(body).encode())

    def s3(self, request: Message) -> Answer:
        method, target, _ = request.first_line
        path = target.partition("?")[0]
        if method == "PUT":
            self.objects[path] = request
            return Answer(fields=[("ETag", '"1"')])
        found = self.objects.get(path)
        if found is None:
            return Answer(404, [XML], b"" if method == "HEAD" else b"<Error><Code>NoSuchKey</Code></Error>")
        kept = [(name, value) for name, value in found.fields if name.lower().startswith("x-amz-meta-")]
        return Answer(fields=[("Content-Type", "binary/octet-stream"), ("ETag", '"1"'), *kept], body=found.body)

# SPDX-License-Identifier: Apache-2.0
"""botocore's signers over requests as they stand on the wire, for both sides: to sign one, and to check one.

botocore signs what it is about to send, so it takes the query as given. A service sees bytes that any client may have
encoded in its own way, and decodes and encodes them anew before it signs; so does this.
"""

import datetime
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest, HTTPHeaders
from botocore.credentials import Credentials

from .wire import Fields, Message, head_bytes

UNRESERVED = "-_.~"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)


class _OverTheWire:
    """Mixed into a signer: signs exactly the named fields, and a query in canonical encoding."""

    signed_names: set[str]

    def headers_to_sign(self, request):
        headers = HTTPHeaders()
        for name, value in request.headers.items():
            if name.lower() in self.signed_names:
                headers[name.lower()] = value
        return headers

    def canonical_query_string(self, request):
        pairs = []
        for part in urlsplit(request.url).query.split("&"):
            name, _, value = part.partition("=")
            if part:
                pairs.append(tuple(quote(unquote(text), safe=UNRESERVED) for text in (name, value)))
        return "&".join(f"{name}={value}" for name, value in sorted(pairs))


class _Signer(_OverTheWire, SigV4Auth):
    pass


class _S3Signer(_OverTheWire, S3SigV4Auth):
    pass


@dataclass
class Key:
    """Credentials, and the scope they sign for."""

    access: str
    secret: str
    token: str | None = None
    service: str = "codestar-connections"
    region: str = "us-east-1"

    def signature(self, method: str, target: str, fields: Fields, body: bytes, signed: set[str], time: str) -> str:
        kind = _S3Signer if self.service == "s3" else _Signer
        signer = kind(Credentials(self.access, self.secret), self.service, self.region)
        signer.signed_names = signed
        request = AWSRequest(method=method, url=f"https://signed{target}", data=body)
        for name, value in fields:
            request.headers[name] = value
        request.context["timestamp"] = time
        text = signer.string_to_sign(request, signer.canonical_request(request))
        return signer.signature(text, request)

    def sign(self, method: str, target: str, fields: Fields, body: bytes) -> Fields:
        """`fields`, which must hold Host, and those that make them a signed request."""
        time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        fields = [*fields, ("X-Amz-Date", time)]
        if self.token:
            fields.append(("X-Amz-Security-Token", self.token))
        names = {name.lower() for name, _ in fields}
        if self.service == "s3" and "x-amz-content-sha256" not in names:
            fields.append(("X-Amz-Content-SHA256", hashlib.sha256(body).hexdigest()))
        signed = {name.lower() for name, _ in fields}
        signature = self.signature(method, target, fields, body, signed, time)
        scope = f"{self.access}/{time[:8]}/{self.region}/{self.service}/aws4_request"
        value = (
            f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={';'.join(sorted(signed))}, Signature={signature}"
        )
        return [*fields, ("Authorization", value)]

    def request(self, host: str, method: str, target: str, fields: Fields = (), body: bytes = b"") -> bytes:
        """The bytes of a signed request."""
        signed = self.sign(method, target, [("Host", host), *fields], body)
        if (body or method in ("POST", "PUT")) and not any(name.lower() == "content-length" for name, _ in fields):
            signed.append(("Content-Length", str(len(body))))
        return head_bytes(f"{method} {target} HTTP/1.1", signed) + body


def flaw(request: Message, access: str, secret: str, token: str | None = None) -> str | None:
    """Why a service would refuse this request, or None where it would not."""
    match = AUTHORIZATION.fullmatch(request["authorization"] or "")
    if not match:
        return "no signature"
    signed = set(match["headers"].split(";"))
    sensitive = {name.lower() for name, _ in request.fields if name.lower().startswith("x-amz-")}
    if not signed >= {"host"} | sensitive:
        return f"not signed: {sorted(({'host'} | sensitive) - signed)}"
    if match["key"] != access:
        return "another access key"
    if request["x-amz-security-token"] != token:
        return "another session token"
    declared, actual = request["x-amz-content-sha256"], hashlib.sha256(request.body).hexdigest()
    if match["service"] == "s3" and declared is None:
        return "no x-amz-content-sha256"
    is_hash = declared is not None and re.fullmatch("[0-9a-f]{64}", declared)
    if is_hash and declared != actual:
        return "the body is not the one that was signed"
    time = request["x-amz-date"] or ""
    sent = datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    if time[:8] != match["date"] or abs(datetime.datetime.now(datetime.timezone.utc) - sent).total_seconds() > 300:
        return "signed at another time"
    key = Key(access, secret, None, match["service"], match["region"])
    method, target, _ = request.first_line
    if key.signature(method, target, request.fields, request.body, signed, time) != match["signature"]:
        return "SignatureDoesNotMatch"
    return None

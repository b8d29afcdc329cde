# SPDX-License-Identifier: Apache-2.0
"""A careless service: it answers with all that it was sent, in the protocol that it was asked in."""

import base64
import gzip
import hashlib
import json
import zlib
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape, quoteattr

from ..upstream import Answer, Upstream
from ..wire import Message, head_bytes
from . import cbor

CASE = "X-Case"
# What differs from run to run is not told, or no two recordings could be compared.
UNTOLD = {
    *("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "host", "user-agent"),
    *("content-length", "accept-encoding", "accept", "content-type", "connection", "content-encoding", "expect"),
    *("smithy-protocol", "x-amz-target", CASE.lower()),
}


class Echo(Upstream):
    """Echoes what it gets, unless it was told what to answer to a case."""

    def __init__(self, answers: dict[str, Answer] | None = None):
        self.answers = answers or {}
        super().__init__(self.to)

    @property
    def signatures(self) -> list[str]:
        """Of the requests that it got."""
        told = (request["authorization"] or "" for request in self.requests)
        return [each.rpartition("Signature=")[2] for each in told if "Signature=" in each]

    def to(self, request: Message) -> Answer:
        answer = self.answers.get(request[CASE] or "") or echo(request)
        return Answer(answer.status, [*answer.fields, *checksums(answer.body)], answer.body)

    def _send(self, sock, request: Message, answer: Answer):
        # In one piece: a second small one would wait until the first is acknowledged.
        fields = [*answer.fields, ("Content-Length", str(len(answer.body)))]
        sock.sendall(head_bytes(f"HTTP/1.1 {answer.status} Answer", fields) + answer.body)


def told(case) -> Message:
    """What the echo of a case is, with no proxy between."""
    answer = case.answer or echo(Message((case.method, case.target, "HTTP/1.1"), case.fields, case.body))
    return Message(("HTTP/1.1", str(answer.status), ""), answer.fields, answer.body)


def checksums(body: bytes):
    """What clients check."""
    crc = zlib.crc32(body)
    return [
        ("x-amz-crc32", str(crc)),
        ("Content-MD5", base64.b64encode(hashlib.md5(body).digest()).decode()),
        ("x-amz-checksum-crc32", base64.b64encode(crc.to_bytes(4, "big")).decode()),
        ("x-amz-checksum-sha256", base64.b64encode(hashlib.sha256(body).digest()).decode()),
    ]


def echo(request: Message) -> Answer:
    told = [(name, value) for name, value in request.fields if name.lower() not in UNTOLD]
    query = request.first_line[1].partition("?")[2]
    is_zipped = request["content-encoding"] == "gzip"
    body = gzip.decompress(request.body) if is_zipped else request.body
    if request["content-encoding"] == "aws-chunked":
        body = without_chunks(body)
    kind = (request["content-type"] or "").split(";")[0]
    if kind.endswith("/json") or "json-1." in kind:
        echoed = json.dumps({"Headers": dict(told), "Query": query}, ensure_ascii=False).encode()
        body = b'{"Echo":' + (body or b"null") + b"," + echoed[1:]
        fields = [("Content-Type", kind)]
    elif kind == "application/cbor":
        rest = {"Headers": dict(told), "Query": query}
        body = b"\xbf" + cbor.encode("Echo") + body + cbor.encode("Told") + cbor.encode(rest) + b"\xff"
        fields = [cbor.TYPE, cbor.PROTOCOL]
    elif kind == "application/x-www-form-urlencoded":
        fields = [("Content-Type", "text/xml")]
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        inner = "".join(f"<Field name={quoteattr(name)}>{escape(value)}</Field>" for name, value in pairs)
        body = f"<EchoResponse>{inner}</EchoResponse>".encode()
    elif kind.endswith("/xml"):
        fields = [("Content-Type", kind)]
        inner = body.partition(b"?>")[2]
        body = b"<Echo>" + inner + f"<Query>{escape(query)}</Query></Echo>".encode()
    else:
        fields = [("Content-Type", "text/plain; charset=utf-8")]
        lines = [request.first_line[1], *(f"{name}: {value}" for name, value in told)]
        body = "\n".join([*lines, ""]).encode() + body
    fields += [(f"x-echo-{name}", value) for name, value in told if name.lower().startswith("x-amz-meta-")]
    if is_zipped:
        body, fields = gzip.compress(body, mtime=0), [*fields, ("Content-Encoding", "gzip")]
    return Answer(200, fields, body)


def without_chunks(body: bytes) -> bytes:
    content = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        count = int(size.partition(b";")[0], 16)
        content, body = content + rest[:count], rest[count + 2 :]
        if count == 0:
            return content
    return content

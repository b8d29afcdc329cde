# SPDX-License-Identifier: Apache-2.0
"""The places that secrets are planted in: each makes one request, full of secrets, that the upstream echoes."""

import base64
import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape, quoteattr

from ..upstream import Answer
from ..wire import Fields
from . import cbor, events
from .leaks import lower_digits
from .planted import Planter

TARGET = "com.amazonaws.codestar.connections.CodeStar_connections_20191201.CreateConnection"
CBOR_OPERATION = "/service/GraniteServiceVersion20100801/operation/PutMetricData"
CBOR_FIELDS = [cbor.TYPE, ("Accept", "application/cbor"), cbor.PROTOCOL]
XML_TYPE = ("Content-Type", "application/xml")
FORM_TYPE = ("Content-Type", "application/x-www-form-urlencoded")


@dataclass
class Case:
    """A request, signed for a service unless that is None, and what is answered; without an answer it is echoed."""

    name: str
    method: str
    target: str
    fields: Fields
    body: bytes
    service: str | None = None
    answer: Answer | None = None


def json_case(name: str, body: bytes, *more: tuple[str, str], answer: Answer | None = None) -> Case:
    fields = [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", TARGET), *more]
    return Case(name, "POST", "/", fields, body, "codestar-connections", answer)


def xml_case(name: str, content: str) -> Case:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Tagging>{content}</Tagging>'
    return Case(name, "PUT", f"/bucket/{name}?tagging", [XML_TYPE], body.encode(), "s3")


def form_case(name: str, fields: Iterable[tuple[str, str]]) -> Case:
    body = urlencode([("Action", "CreateUser"), ("Version", "2010-05-08"), ("Case", name), *fields])
    return Case(name, "POST", "/", [FORM_TYPE], body.encode(), "iam")


def cbor_case(name: str, value: dict) -> Case:
    return Case(name, "POST", CBOR_OPERATION, CBOR_FIELDS, cbor.encode({"Case": name, **value}), "monitoring")


def text_case(name: str, body: str, kind: str = "text/plain; charset=utf-8") -> Case:
    return Case(name, "POST", f"/v1/{name}", [("Content-Type", kind)], body.encode())


def json_body(name: str, value: dict) -> bytes:
    return json.dumps({"Case": name, **value}, ensure_ascii=False).encode()


def numbered(texts: Iterable) -> dict:
    return {f"F{index}": text for index, text in enumerate(texts)}


def every_third(text: str, escaped: Callable[[str], str]) -> str:
    """The text with every third character written as an escape, its first one included."""
    return "".join(escaped(each) if index % 3 == 0 else each for index, each in enumerate(text))


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def with_json_escapes(name: str, texts: list[str]) -> bytes:
    # Above the basic plane it would take two.
    escapes = [every_third(text, lambda each: f"\\u{ord(each):04x}") for text in texts]
    members = [f'"F{index}":"{each}"'.replace("\n", "\\n") for index, each in enumerate(escapes)]
    return f'{{"Case":"{name}",{",".join(members)}}}'.encode()


def multipart(texts: list[str]) -> str:
    parts = (f'--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n{text}\r\n' for n, text in enumerate(texts))
    return "".join(parts) + "--b--\r\n"


def chunked_case(name: str, content: bytes) -> Case:
    """In pieces that no secret's ends fall together with."""
    pieces = [content[at : at + 17] for at in range(0, len(content), 17)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
    fields = [
        ("Content-Type", "text/plain"),
        ("Content-Encoding", "aws-chunked"),
        ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("x-amz-decoded-content-length", str(len(content))),
    ]
    return Case(name, "PUT", f"/bucket/{name}", fields, body, "s3")


def event_case(name: str, payloads: list[str]) -> Case:
    """An answer in frames, each with checksums of its own."""
    answer = Answer(200, [("Content-Type", events.TYPE)], b"".join(events.frame(each) for each in payloads))
    return Case(name, "POST", f"/v1/{name}", [("Content-Type", "application/json")], b"{}", None, answer)


def elements(texts: Iterable[str], write: Callable[[str], str]) -> str:
    return "".join(f"<F{index}>{write(text)}</F{index}>" for index, text in enumerate(texts))


def lines_of(texts: Iterable[str]) -> str:
    return "".join(f"line {index}: {text}\n" for index, text in enumerate(texts))


# Where a text of any form may stand: a name, and what makes a case of texts.
PLACES: dict[str, Callable[[str, list[str]], Case]] = {
    "json-string": lambda name, texts: json_case(name, json_body(name, numbered(texts))),
    "json-sentence": lambda name, texts: json_case(
        name, json_body(name, numbered(f"They sent ({text}), and more." for text in texts))
    ),
    "json-escapes": lambda name, texts: json_case(name, with_json_escapes(name, texts)),
    "json-name": lambda name, texts: json_case(name, json_body(name, {"Map": {text: 1 for text in texts}})),
    "json-list": lambda name, texts: json_case(
        name, json_body(name, {"List": texts[::2], "Lists": [[text, {"Deep": [text]}] for text in texts[1::2]]})
    ),
    "json-in-string": lambda name, texts: json_case(
        name, json_body(name, {"Document": json.dumps(numbered(texts)), "Text": "one"})
    ),
    "json-in-json-in-string": lambda name, texts: json_case(
        name, json_body(name, {"Event": json.dumps({"detail": json.dumps(numbered(texts))})})
    ),
    "base64": lambda name, texts: json_case(
        name, json_body(name, numbered(base64_of(f"found {text} here") for text in texts))
    ),
    "base64-of-json": lambda name, texts: json_case(
        name, json_body(name, {"Blob": base64_of(json.dumps({"Case": "inner", **numbered(texts)}))})
    ),
    "percent": lambda name, texts: json_case(
        name, json_body(name, numbered(f"https://app.example.com/?next={quote(text, safe='')}" for text in texts))
    ),
    "percent-lower": lambda name, texts: json_case(
        name,
        json_body(name, numbered(f"https://a.example.com/?n={lower_digits(quote(text, safe=''))}" for text in texts)),
    ),
    "gzip": lambda name, texts: json_case(
        name, gzip.compress(json_body(name, numbered(texts)), mtime=0), ("Content-Encoding", "gzip")
    ),
    "cbor-text": lambda name, texts: cbor_case(name, numbered(texts)),
    "cbor-bytes": lambda name, texts: cbor_case(name, numbered(text.encode() for text in texts)),
    "cbor-name": lambda name, texts: cbor_case(name, {"Map": {text: 1 for text in texts}}),
    "cbor-chunks": lambda name, texts: cbor_case(
        name, numbered(cbor.Chunks([text[: len(text) // 2], text[len(text) // 2 :]]) for text in texts)
    ),
    "cbor-json": lambda name, texts: cbor_case(name, {"Document": json.dumps(numbered(texts))}),
    "xml-text": lambda name, texts: xml_case(name, elements(texts, escape)),
    "xml-attribute": lambda name, texts: xml_case(name, "".join(f"<Tag value={quoteattr(text)}/>" for text in texts)),
    "xml-cdata": lambda name, texts: xml_case(name, elements(texts, lambda text: f"<![CDATA[{text}]]>")),
    "xml-entities": lambda name, texts: xml_case(
        name, elements(texts, lambda text: every_third(text, lambda each: f"&#x{ord(each):x};"))
    ),
    # Two hyphens would end a comment.
    "xml-comment": lambda name, texts: xml_case(
        name, "".join(f"<!-- {text} -->" for text in texts if "--" not in text)
    ),
    "xml-json": lambda name, texts: xml_case(name, f"<Policy>{escape(json.dumps(numbered(texts)))}</Policy>"),
    "form-value": lambda name, texts: form_case(name, numbered(texts).items()),
    "form-json": lambda name, texts: form_case(name, [("Policy", json.dumps(numbered(texts)))]),
    "text": lambda name, texts: text_case(name, lines_of(texts)),
    "multipart": lambda name, texts: text_case(name, multipart(texts), "multipart/form-data; boundary=b"),
    "ndjson": lambda name, texts: text_case(
        name, "".join(json.dumps({"Line": text}) + "\n" for text in texts), "application/x-ndjson"
    ),
    "json-of-no-type": lambda name, texts: Case(name, "POST", f"/v1/{name}", [], json_body(name, numbered(texts))),
    "far-in": lambda name, texts: text_case(name, lines_of(f"{'word ' * 300}{text}" for text in texts)),
    "aws-chunked": lambda name, texts: chunked_case(name, lines_of(texts).encode()),
    "event-stream": lambda name, texts: event_case(name, [json.dumps({"Text": text}) for text in texts]),
}

# Where a text has no room for line feeds, and only so many stand in one request.
LINE_PLACES: dict[str, Callable[[str, list[str]], Case]] = {
    "header": lambda name, texts: Case(
        name, "PUT", f"/bucket/{name}", [(f"x-amz-meta-f{n}", text) for n, text in enumerate(texts)], b"", "s3"
    ),
    "path": lambda name, texts: Case(
        name, "GET", f"/v1/{name}/" + "/".join(quote(text, safe="") for text in texts), [], b""
    ),
    "s3-key": lambda name, texts: Case(
        name, "PUT", f"/bucket/{name}/" + "/".join(quote(text, safe="") for text in texts), [], b"", "s3"
    ),
    "query": lambda name, texts: Case(name, "GET", f"/v1/{name}?{urlencode(numbered(texts))}", [], b""),
}
LINES_AT_ONCE = 12


def cases_of(planter: Planter, kinds: Iterable[str], line_kinds: Iterable[str], mark: str = "") -> list[Case]:
    """A case or more for each place, each with a secret of its own for each kind; `mark` ends the names of all."""
    cases = []
    for place, make in PLACES.items():
        cases.append(make(f"{place}{mark}", [planter.make(kind, place) for kind in kinds]))
    line_kinds = list(line_kinds)
    for place, make in LINE_PLACES.items():
        for number, start in enumerate(range(0, len(line_kinds), LINES_AT_ONCE)):
            texts = [planter.make(kind, place) for kind in line_kinds[start : start + LINES_AT_ONCE]]
            cases.append(make(f"{place}-{'abcdefgh'[number]}{mark}", texts))
    return cases

# SPDX-License-Identifier: Apache-2.0
"""A session full of secrets: what is planted, who plays it against a proxy, and what came back."""

import base64
import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from botocore.exceptions import ClientError

from ..aws import client
from ..sigv4 import Key
from ..tapedeck import Ended
from ..upstream import Answer
from ..wire import Connection, Message
from .echo import CASE, without_chunks
from .leaks import Haystack
from .members import account_cases, copy_cases, header_cases, member_cases
from .modelled import Call, calls
from .places import Case, base64_of, cases_of, json_body, json_case, text_case, xml_case
from .planted import IDENTITIES, KEYS, TOKENS, Plant, Planter

# The proxy's own: known to the upstream, to nobody else.
ACCESS = "AKIA3TAPEDECKE2ETEST"
SECRET = "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"
TOKEN = "IQoJb3JpZ2luX2VjE2E//////////wEaCXVzLWVhc3QtMSJHMEUCIQDtapedeck+e2e+session+token=="
REAL = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}

# What is redacted everywhere, but need not replay everywhere without the key: the parts of an old presigned URL and the
# groups of an address are no tokens where they are escaped, and a key has line feeds, which are written in many ways.
# Those of `KEYS` have the same mark.
HARD = ["presigned URL", "presigned URL of version 2", "IPv6"]


def is_hard(case: str) -> bool:
    # Texts of more than 64 KiB are compared as a whole.
    return case.endswith("-hard") or case == "far-in"


@dataclass
class Played:
    """What a run of the session was answered, by the names of its cases and calls."""

    raw: dict[str, Message] = field(default_factory=dict)
    parsed: dict[str, dict] = field(default_factory=dict)


class Planted:
    """All cases and calls of one seed."""

    def __init__(self, seed: int = 4):
        self.planter = Planter(seed)
        lines = [kind for kind in [*TOKENS, *IDENTITIES] if kind not in HARD]
        self.cases: list[Case] = [
            *cases_of(self.planter, lines, lines),
            *cases_of(self.planter, [*HARD, *KEYS], HARD, "-hard"),
            *member_cases(self.planter),
            *header_cases(self.planter),
            *account_cases(self.planter),
            *copy_cases(self.planter),
        ]
        self.calls: list[Call] = calls(self.planter)

    @property
    def plants(self) -> list[Plant]:
        return self.planter.plants

    @property
    def answers(self) -> dict[str, Answer]:
        told = {case.name: case.answer for case in self.cases if case.answer}
        return told | {call.case: call.answer for call in self.calls}


def own_cases(who: str, access: str, secret: str, token: str) -> list[Case]:
    """Credentials in a body, a header, a path and a query, in every encoding."""
    shown = {
        "as-it-is": str,
        "percent": lambda text: quote(text, safe=""),
        "percent-lower": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
        "hex": lambda text: text.encode().hex(),
        "hex-upper": lambda text: text.encode().hex().upper(),
        "escaped": lambda text: json.dumps(text).replace("/", "\\/"),
        "escaped-twice": lambda text: json.dumps({"a": json.dumps({"b": text}).replace("/", "\\/")}),
        **{
            f"base64-{shift}": lambda text, shift=shift: base64_of("~" * shift + text + "~~~")
            for shift in range(3)
        },
        "base64-url": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
        "base64-of-json": lambda text: base64.b64encode(json.dumps({"key": text}).encode()).decode(),
        "percent-of-base64": lambda text: quote(base64.b64encode(text.encode()), safe=""),
        "base64-twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    }
    cases = []
    for name, encoded in shown.items():
        texts = [encoded(each) for each in (access, secret, token)]
        case = f"{who}-{name}"
        cases.append(json_case(case, json_body(case, {"Text": f"it is {texts[0]} {texts[1]}", "More": texts[2]})))
        cases.append(text_case(f"{case}-text", "\n".join(texts)))
        cases.append(xml_case(f"{case}-xml", "".join(f"<T>{text.replace('&', '&amp;')}</T>" for text in texts)))
    plain = [access, secret, token]
    fields = [(f"x-amz-meta-f{n}", text) for n, text in enumerate(plain)]
    path = "/".join(quote(text, safe="") for text in plain)
    cases.append(Case(f"{who}-headers", "PUT", f"/bucket/{who}-headers", fields, b"", "s3"))
    cases.append(Case(f"{who}-path", "GET", f"/v1/{who}-path/{path}", [], b""))
    cases.append(Case(f"{who}-query", "GET", f"/v1/{who}-query?a={quote(secret, safe='')}&b={quote(token)}", [], b""))
    return cases


def own_plants(*owners: tuple[str, str, str | None]) -> list[Plant]:
    plants = []
    for who, values in zip(("proxy", "client"), owners):
        for kind, value in zip(("access key", "secret key", "session token"), values):
            if value:
                raw = value.encode()
                twice = (base64.b64encode(base64.b64encode(raw)), quote(base64.b64encode(raw), safe="").encode())
                plants.append(Plant(f"{who}'s {kind}", "credentials", raw, twice))
    return plants


def send(proxy, cases: list[Case]) -> dict[str, Message]:
    """The answers to raw requests, sent one after the other on one connection."""
    answers = {}
    with Connection(proxy.endpoint) as connection:
        for case in cases:
            fields = [(CASE, case.name), *case.fields]
            if case.service:
                key = Key(*proxy.key, service=case.service)
                request = key.request(connection.host, case.method, case.target, fields, case.body)
            else:
                request = unsigned(connection.host, case, fields)
            answers[case.name] = connection.exchange(request, method=case.method)
    return answers


def unsigned(host: str, case: Case, fields) -> bytes:
    lines = [f"{case.method} {case.target} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(case.body)}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in fields), "", ""]).encode() + case.body


def call(proxy, calls: list[Call]) -> dict[str, dict]:
    """What boto3 makes of the answers to its calls; an error is an answer."""
    answers = {}
    for each in calls:
        made = client(proxy, each.service, protocol=each.protocol, retries={"total_max_attempts": 1})
        made.meta.events.register(
            "before-call", lambda params, case=each.case, **_: params["headers"].update({CASE: case})
        )
        try:
            answer = getattr(made, each.operation)(**each.parameters)
        except ClientError as error:
            answer = {"Error": error.response["Error"], **error.response}
        answer.pop("ResponseMetadata")
        answers[each.case] = answer
    return answers


def play(proxy, planted: Planted, *more: Case) -> Played:
    return Played(send(proxy, [*planted.cases, *more]), call(proxy, planted.calls))


def written(folder: Path, ended: Ended, *names: str) -> list[Haystack]:
    """All that a run has left: files, unpacked, with what is packed in their bodies, and its output."""
    found = [Haystack("stdout", without_exports(ended.out)), Haystack("stderr", ended.err.encode())]
    for name in names:
        content = (folder / name).read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        found.append(Haystack(name, content + b"\n" + unpacked(content)))
    return found


def without_exports(out: str) -> bytes:
    """The output but for the lines that hand the throw-away key to the client."""
    return "".join(line for line in out.splitlines(keepends=True) if not line.startswith("export ")).encode()


def unpacked(lines: bytes) -> bytes:
    """What stands compressed or in chunks in bodies of exchanges."""
    found = []
    for line in lines.splitlines():
        # A journal has a checksum before each line.
        line = line[line.find(b"{") :]
        exchange = json.loads(line) if line.startswith(b'{"action"') else {}
        for half in ("request", "response"):
            try:
                found.append(content_of(exchange.get(half, {})))
            except ValueError:
                # That it is whole is asked by another test.
                pass
    return b"\n".join(found)


def content_of(message: dict) -> bytes:
    """A recorded body without its codings; a ValueError where one is broken."""
    body = base64.b64decode(message.get("base64", "")) or message.get("text", "").encode()
    fields = {name.lower(): value for name, value in message.get("headers", [])}
    if fields.get("content-encoding") == "aws-chunked":
        content = without_chunks(body)
        if len(content) != int(fields["x-amz-decoded-content-length"]):
            raise ValueError("another length than the header tells")
        return content
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body

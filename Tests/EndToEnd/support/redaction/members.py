# SPDX-License-Identifier: Apache-2.0
"""Secrets that only a name gives away: members, parameters and headers, and their copies that have no name."""

import base64
import json
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from ..upstream import Answer
from .places import Case, base64_of, cbor_case, form_case, json_body, json_case, xml_case
from .planted import (
    ANSWER_HEADERS,
    DIGITS,
    HEX,
    MEMBERS,
    NUMBERS,
    RUN_HEADERS,
    SECRET_HEADERS,
    SECRET_PARAMETERS,
    Planter,
)

# Secrets that turn up by chance, so that they are looked for in their places alone.
SHORT = {"Pin": "4711", "Password": "hunter2", "MfaCode": "039221"}


def camel(name: str) -> str:
    return name[0].lower() + name[1:]


def named(planter: Planter, place: str, names=MEMBERS, spell=str) -> dict[str, str]:
    return {spell(name): planter.named(name, place) for name in names}


def awkward(planter: Planter, place: str) -> dict[str, str]:
    return {name: planter.named(name, place, planter.awkward()) for name in MEMBERS[::4]}


def number(planter: Planter, name: str, place: str) -> int:
    return int(planter.named(name, place, "7" + planter.some(DIGITS, 8)))


def elements(members: dict) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in members.items())


def credentials(planter: Planter, place: str) -> dict:
    """As services hand them out: the time when they end is no secret."""
    members = {
        "AccessKeyId": planter.make("access key ASIA", place),
        "SecretAccessKey": planter.named("SecretAccessKey", place),
        "SessionToken": planter.named("SessionToken", place),
    }
    return {"Credentials": {**members, "Expiration": "2026-11-23T05:00:00Z"}}


def member_cases(planter: Planter) -> list[Case]:
    """Each form of body with the whole list of names, and some of the values that every encoding has to escape."""

    def json_of(place, value):
        return json_case(place, json_body(place, value))

    return [
        json_of("members-json", {**named(planter, "members-json"), **credentials(planter, "members-json")}),
        json_of("members-json-camel", {"In": {"Depth": [named(planter, "members-json-camel", spell=camel)]}}),
        json_of("members-json-upper", named(planter, "members-json-upper", spell=str.upper)),
        json_of("members-json-awkward", awkward(planter, "members-json-awkward")),
        json_of(
            "members-json-list",
            {name: [planter.named(name, "members-json-list") for _ in "ab"] for name in MEMBERS[1::4]},
        ),
        json_of("members-json-number", {name: number(planter, name, "members-json-number") for name in NUMBERS}),
        json_of("members-json-in-string", {"Event": json.dumps(named(planter, "members-json-in-string"))}),
        json_of("members-base64-json", {"Blob": base64_of(json.dumps(named(planter, "members-base64-json")))}),
        xml_case("members-xml", elements({**named(planter, "members-xml")})),
        xml_case("members-xml-awkward", elements(awkward(planter, "members-xml-awkward"))),
        xml_case(
            "members-xml-number", elements({name: number(planter, name, "members-xml-number") for name in NUMBERS})
        ),
        form_case("members-form", named(planter, "members-form").items()),
        form_case("members-form-awkward", awkward(planter, "members-form-awkward").items()),
        form_case(
            "members-form-flattened",
            [(f"Entries.member.1.{name}", value) for name, value in named(planter, "members-form-flattened").items()],
        ),
        form_case(
            "members-form-number", [(name, str(number(planter, name, "members-form-number"))) for name in NUMBERS]
        ),
        cbor_case("members-cbor", {**named(planter, "members-cbor"), **credentials(planter, "members-cbor")}),
        cbor_case(
            "members-cbor-bytes",
            {name: value.encode() for name, value in named(planter, "members-cbor-bytes").items()},
        ),
        cbor_case("members-cbor-awkward", awkward(planter, "members-cbor-awkward")),
        json_of("members-short", SHORT),
        form_case("members-short-form", SHORT.items()),
        xml_case("members-short-xml", elements(SHORT)),
        cbor_case("members-cbor-number", {name: number(planter, name, "members-cbor-number") for name in NUMBERS}),
    ]


def header_cases(planter: Planter) -> list[Case]:
    """What a request's headers and its query hold, by name; the echo shows all of it under other names."""
    secrets = [(name, planter.named(name, "request header")) for name in SECRET_HEADERS]
    secrets += [
        ("Authorization", f"Bearer {planter.named('Authorization', 'request header')}"),
        ("x-amz-expected-bucket-owner", planter.note("account", "request header", planter.account())),
        ("x-amz-source-account", planter.note("account", "request header", planter.account())),
    ]
    # No secrets, but nothing that a recording is to tell.
    runs = [(name, f"run-{planter.some(DIGITS, 4)}") for name in RUN_HEADERS]
    parameters = [(name, planter.named(name, "query parameter")) for name in SECRET_PARAMETERS]
    answered = [(name, planter.note(name, "answer's header", planter.some(HEX, 32))) for name in ANSWER_HEADERS]
    key = planter.uuid()
    account = planter.account()
    planter.note("account", "KMS header", account)
    planter.note("UUID", "KMS header", key)
    answered.append(("x-amz-server-side-encryption-aws-kms-key-id", f"arn:aws:kms:eu-west-1:{account}:key/{key}"))
    ok = Answer(200, [("Content-Type", "application/json"), *answered], b'{"State":"fine"}')
    return [
        Case("headers-secret", "POST", "/v1/headers-secret", [("Content-Type", "application/json"), *secrets], b"{}"),
        Case("headers-run", "POST", "/v1/headers-run", [("Content-Type", "application/json"), *runs], b"{}"),
        Case("headers-answer", "POST", "/v1/headers-answer", [("Content-Type", "application/json")], b"{}", None, ok),
        Case("query-secret", "GET", f"/v1/query-secret?{urlencode(parameters)}", [], b""),
    ]


def account_cases(planter: Planter) -> list[Case]:
    def account(place):
        return planter.note("account", place, planter.account())

    members = ["AccountId", "OwnerId", "OwnerAccountId", "accountId", "AwsAccountId"]
    learnt = account("learnt from an ARN")
    message = {"message": f"Account {learnt} may not read logs-{learnt}-eu-west-1."}
    refused = Answer(400, [("Content-Type", "application/x-amz-json-1.0")], json.dumps(message).encode())
    return [
        json_case("accounts-json", json_body("accounts-json", {each: account("JSON member") for each in members})),
        json_case(
            "accounts-number", json_body("accounts-number", {each: int(account("JSON number")) for each in members})
        ),
        xml_case("accounts-xml", elements({each: account("XML element") for each in members})),
        form_case("accounts-form", [(each, account("form field")) for each in members]),
        cbor_case("accounts-cbor", {each: account("CBOR member") for each in members}),
        json_case("accounts-learnt", json_body("accounts-learnt", {"RoleArn": f"arn:aws:iam::{learnt}:role/r"})),
        json_case("accounts-later", json_body("accounts-later", {}), answer=refused),
    ]


def copy_cases(planter: Planter) -> list[Case]:
    """Secrets that stood under their names in one exchange, and in the next ones without."""
    names = MEMBERS[::3]
    secrets = {name: planter.named(name, "copy in a later exchange") for name in names}
    forms = {
        "as-it-is": str,
        "base64": base64_of,
        "base64-url": lambda text: base64.urlsafe_b64encode(f"~~?{text}".encode()).decode(),
        "hex": lambda text: text.encode().hex(),
        "percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
        "json": lambda text: json.dumps(json.dumps({"it": text})),
    }
    place = "awkward copy in a later exchange"
    strange = {name: planter.named(name, place, planter.awkward()) for name in MEMBERS[2::9]}
    forms_of_strange = {"json-escaped": json.dumps, "quoted": lambda text: quote(text, safe=""), "as-is": str}
    cases = [json_case("copies-first", json_body("copies-first", {**secrets, **strange}))]
    for values, encodings in ((secrets, forms), (strange, forms_of_strange)):
        for name, encoded in encodings.items():
            told = "; ".join(f"wrong value: {encoded(secret)}" for secret in values.values())
            body = json.dumps({"__type": "ValidationException", "message": told}).encode()
            refusal = Answer(400, [("Content-Type", "application/x-amz-json-1.0")], body)
            cases.append(json_case(f"copies-{name}", json_body(f"copies-{name}", {}), answer=refusal))
    every = [*secrets.values(), *strange.values()]
    told = "".join(f"<Message>wrong value: {escape(secret)}</Message>" for secret in every)
    refusal = Answer(403, [("Content-Type", "application/xml")], f"<Error><Code>No</Code>{told}</Error>".encode())
    cases.append(Case("copies-xml", "GET", "/bucket/copies-xml", [], b"", "s3", refusal))
    headers = [("Content-Type", "text/plain"), *((f"x-told-{n}", secret) for n, secret in enumerate(secrets.values()))]
    cases.append(Case("copies-header", "GET", "/v1/copies-header", [], b"", None, Answer(200, headers, b"told")))
    return cases

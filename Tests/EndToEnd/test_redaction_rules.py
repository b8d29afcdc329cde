# SPDX-License-Identifier: Apache-2.0
"""What a project adds to the rules, in a recording and in its replay."""

import json

import pytest
from support.cassette import Cassette
from support.redaction.answers import differences, leaves_of
from support.redaction.echo import Echo, told
from support.redaction.leaks import leaks
from support.redaction.places import cbor_case, form_case, json_body, json_case, text_case, xml_case
from support.redaction.planted import Planter
from support.redaction.session import send, written

CASSETTE = "app.cassette"
SETTINGS = """
redact:
  on: [alias.private-ip]
  names: [InternalCode]
  headers: [X-Internal-Token]
  paths:
    - {action: "codestar-connections:CreateConnection", path: "/body/Items/*/Hidden"}
  patterns: ['INT-([A-Za-z0-9]{24})']
  environment: [DATABASE_KEY]
"""


def cases_of(planter: Planter, literal: str):
    """Each rule in each form of body, and in a header."""

    def texts(place):
        return {
            "InternalCode": planter.named("user.member", place),
            "Text": f"the code is INT-{planter.named('user.pattern', place)}.",
            "Literal": f"with {planter.note('user.literal', place, literal)} in it",
            "Address": planter.note("alias.private-ip", place, f"10.{planter.random.randint(100, 250)}.17.23"),
        }

    hidden = [{"Hidden": planter.named("user.path", "json"), "Shown": "shown"} for _ in "abc"]
    header = json_case("json", json_body("json", {**texts("json"), "Items": hidden}))
    header.fields.append(("X-Internal-Token", planter.named("user.header", "header")))
    elements = "".join(f"<{name}>{value}</{name}>" for name, value in texts("xml").items())
    return [
        header,
        xml_case("xml", elements),
        form_case("form", texts("form").items()),
        cbor_case("cbor", texts("cbor")),
        text_case("text", json.dumps(texts("text")), "application/json"),
    ]


def literal(planter):
    return f"db/{planter.some('abcdefghijkl', 8)}+{planter.some('0123456789', 8)}="


@pytest.fixture
def recorded(deck):
    deck.path("tapedeck.yaml").write_text(SETTINGS)
    planter = Planter(11)
    secret = literal(planter)
    cases = cases_of(planter, secret)
    with Echo() as upstream, deck.start("record", CASSETTE, "--upstream", upstream.url, DATABASE_KEY=secret) as proxy:
        answers = send(proxy, cases)
        ended = proxy.stop()
    assert ended.status == 0, ended
    return planter, answers, ended


def test_rules_of_a_project_hold_in_a_recording(deck, recorded):
    planter, _, ended = recorded
    found = leaks(planter.plants, written(deck.folder, ended, CASSETTE))
    assert not found, "\n".join(found)
    exchange = Cassette(deck.path(CASSETTE)).exchanges[0]
    rules = {"user.member", "user.path", "user.header", "user.pattern", "user.literal", "alias.private-ip"}
    assert rules <= set(exchange["redacted"])
    assert [each["Shown"] for each in exchange["request"]["json"]["Items"]] == ["shown"] * 3
    assert exchange["request"]["json"]["Text"].startswith("the code is INT-")


def test_rules_of_a_project_hold_in_its_replay(deck, recorded):
    """Where the program has other secrets in the same places, and another value in its environment."""
    planter = Planter(12)
    secret = literal(planter)
    cases = cases_of(planter, secret)
    nowhere = str(deck.path("no-such-folder"))
    with deck.start("replay", CASSETTE, "--explain", DATABASE_KEY=secret, XDG_CONFIG_HOME=nowhere) as proxy:
        answers = send(proxy, cases)
        ended = proxy.stop()
    assert ended.status == 0, ended
    assert not (found := leaks(planter.plants, written(deck.folder, ended))), found
    # A header that is left out is nowhere to be put back from.
    dropped = dict(cases[0].fields)["X-Internal-Token"]

    def is_dropped(leaf):
        return leaf == dropped

    found = {case.name: differences(leaves_of(told(case)), leaves_of(answers[case.name]), is_dropped) for case in cases}
    assert found == {case.name: [] for case in cases}

# SPDX-License-Identifier: Apache-2.0
"""`tapedeck verify --model` and `--coverage`: cassettes against the service models."""

import json

import botocore.session
import pytest
from support.drift import answers, rewritten, told
from support.tapedeck import ROOT

SHIPPED = sorted((ROOT / "cassettes").glob("*.cassette"))
TOUR = ROOT / "cassettes/tour.cassette"
CONNECTION = "/body/Connection"


def model(service):
    return botocore.session.get_session().get_service_model(service)


@pytest.fixture
def odd(deck):
    """A tour whose answers are not as the model says, each in one way."""

    def change(_, exchanges):
        first = answers(exchanges, "GetConnection")[0]["Connection"]
        first["Colour"] = "red"
        first["ConnectionStatus"] = "DREAMING"
        first["OwnerAccountId"] = 123456789012
        for tag in answers(exchanges, "ListTagsForResource")[0]["Tags"]:
            del tag["Value"]

    return rewritten(TOUR, deck.path("odd.cassette"), change)


def test_the_shipped_cassettes_are_as_the_models_say_and_hold_every_operation(deck):
    ended = deck.run("verify", "--model", *SHIPPED)
    assert ended.status == 0, ended
    assert ended.out.count("\n") == 1 and "exchanges" in ended.out
    ended = deck.run("verify", "--coverage", *SHIPPED)
    assert ended.status == 0, ended
    assert "operations  27 of 27\n" in ended.out


def test_what_is_otherwise_is_told_by_rule_and_place(deck, odd):
    ended = deck.run("verify", "--model", "--json", odd)
    assert ended.status == 1, ended
    report = json.loads(ended.out)
    assert report["subject"] == "model" and report["new"]["name"] == str(odd)
    assert told(report) == {
        ("model.member", "warning", f"{CONNECTION}/Colour"),
        ("model.enum", "warning", f"{CONNECTION}/ConnectionStatus"),
        ("model.kind", "error", f"{CONNECTION}/OwnerAccountId"),
        ("model.required", "error", "/body/Tags/*/Value"),
    }
    places = {finding["rule"]: finding["new"] for finding in report["findings"]}
    assert places["model.member"]["seen"] == 1 and places["model.member"]["example"] == '"red"'
    assert places["model.enum"]["text"] == "DREAMING"


@pytest.mark.parametrize(
    "options, status",
    [
        ([], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "none"], 0),
        (["--ignore", "model.kind", "--ignore", "model.required", "--fail-on", "error"], 0),
        (["--severity", "model.*=info", "--fail-on", "warning"], 0),
    ],
)
def test_the_exit_code_is_what_fail_on_says(deck, odd, options, status):
    ended = deck.run("verify", "--model", *options, odd)
    assert ended.status == status, ended


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "junit", "sarif", "github"])
def test_every_format_has_the_findings(deck, odd, form):
    ended = deck.run("verify", "--model", "--format", form, odd)
    assert ended.status == 1 and "OwnerAccountId" in ended.out, ended


def test_coverage_is_what_botocore_counts(deck):
    ended = deck.run("verify", "--coverage", "--json", TOUR)
    assert ended.status == 0, ended
    outcome = json.loads(ended.out)
    assert outcome["tapedeck"] == "coverage/1" and outcome["cassettes"] == [str(TOUR)]
    (service,) = outcome["services"]
    known = model("codeconnections")
    assert service["service"] == "codeconnections" and service["calledAs"] == ["codeconnections"]
    assert service["operations"]["held"] == sorted(known.operation_names)
    assert service["operations"]["lacking"] == []
    errors = {shape.name for shape in known.error_shapes}
    assert set(service["errors"]["held"]) | set(service["errors"]["lacking"]) == errors
    assert service["errors"]["lacking"]


def test_several_cassettes_are_one_session(deck, odd):
    one = json.loads(deck.run("verify", "--model", "--json", odd).out)
    both = json.loads(deck.run("verify", "--model", "--json", TOUR, odd).out)
    assert told(one) == told(both)
    before = one["new"]["exchanges"]
    firsts = [[finding["new"]["first"] for finding in report["findings"]] for report in (one, both)]
    assert [first + before for first in firsts[0]] == firsts[1]


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--model", "--coverage", TOUR], "one at a time"),
        (["--fail-on", "error", TOUR], "go with --model"),
        (["--model", "--json", "--format", "html", TOUR], "exclude each other"),
        (["--model", TOUR, TOUR], "given twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(deck, arguments, said):
    ended = deck.run("verify", *arguments)
    assert ended.status == 2 and said in ended.err, ended


def test_a_cassette_that_is_not_there_ends_with_5(deck):
    ended = deck.run("verify", "--model", "nothing.cassette")
    assert ended.status == 5 and "nothing.cassette" in ended.err, ended

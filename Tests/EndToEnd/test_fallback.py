# SPDX-License-Identifier: Apache-2.0
"""What several cassettes lack together, and who answers it."""

import json
import re
import sys

import pytest
from support.aws import SERVICE, client, code_of, is_miss, recording, tags

CREATE = {"ConnectionName": "one", "ProviderType": "GitHub"}


@pytest.fixture
def cassettes(deck):
    """Two cassettes: a connection's life, and a host's."""
    with recording(deck, cassette="a.cassette") as proxy:
        service = client(proxy)
        arn = service.create_connection(**CREATE)["ConnectionArn"]
        assert service.list_tags_for_resource(ResourceArn=arn)["Tags"] == []
    with recording(deck, cassette="b.cassette") as proxy:
        client(proxy).create_host(Name="h", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://h.example.com")
        assert len(client(proxy).list_hosts()["Hosts"]) == 1
    return ["a.cassette", "b.cassette"]


def test_one_tape_of_two_cassettes(deck, cassettes):
    with deck.start("replay", *cassettes, "--explain", "--report", "json=r.json", "--fail-on-unused") as proxy:
        service = client(proxy)
        assert len(service.list_hosts()["Hosts"]) == 1
        assert is_miss(service.list_repository_links)
        arn = service.create_connection(**CREATE)["ConnectionArn"]
        assert is_miss(service.create_host, Name="h", ProviderType="GitLabSelfManaged", ProviderEndpoint="https://h.example.com")
        ended = proxy.stop()
    assert arn.startswith("arn:aws:") and ended.status == 3, ended
    assert f"{SERVICE}:ListHosts: exchange 2 of b.cassette, equal" in ended.err, ended
    assert "nearest is exchange 1 of b.cassette" in ended.err, ended
    assert "never asked for of a.cassette: 2 " in ended.err and "never asked for of b.cassette: 1 " in ended.err, ended
    report = json.loads(deck.path("r.json").read_text())
    assert report["cassettes"] == cassettes and report["exchanges"] == 4
    assert [(each["cassette"], each["exchange"]) for each in report["unused"]] == [("a.cassette", 2), ("b.cassette", 1)]


def test_each_cassette_that_cannot_be_read_is_named(deck, cassettes):
    deck.path("bad.cassette").write_text("no gzip")
    ended = deck.run("replay", "a.cassette", "bad.cassette", "gone.cassette", "--", "true")
    assert ended.status == 5 and "bad.cassette" in ended.err and "gone.cassette" in ended.err, ended
    ended = deck.run("replay", "a.cassette", "pytest")
    assert ended.status == 5 and "'--'" in ended.err, ended
    ended = deck.run("replay", "a.cassette", "a.cassette", "--", "true")
    assert ended.status == 2 and "a.cassette is given twice" in ended.err, ended
    assert deck.run("replay", "--", "true").status == 2


def test_the_embedded_service_answers_what_they_lack(deck, cassettes):
    with deck.start(
        "replay", *cassettes, "--fallback", "simulator", "--seed", "4", "--handshake", "auto", "--explain",
        "--report", "json=r.json", "--report", "github=r.txt",
    ) as proxy:  # fmt: skip
        service = client(proxy)
        service.create_connection(**CREATE)
        for name in ("two", "three"):
            arn = service.create_connection(ConnectionName=name, ProviderType="GitLab")["ConnectionArn"]
        assert service.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "AVAILABLE"
        # Whoever comes with another key is served, too: there is nothing to protect.
        assert code_of(client(proxy, access="AKIAOTHER").list_tags_for_resource, ResourceArn=arn) is None
        ended = proxy.stop()
    assert ended.status == 0, ended
    assert "1 replayed, 4 forwarded to simulator, " in ended.err, ended
    assert f"forwarded: {SERVICE}:CreateConnection (2 times), {SERVICE}:GetConnection, {SERVICE}:List" in ended.err, ended
    assert f"{SERVICE}:GetConnection: not on the tape, hence forwarded" in ended.err, ended
    report = json.loads(deck.path("r.json").read_text())
    assert (report["fallback"], report["verdict"], report["counts"]["passed"]) == ("simulator", "fine", 4)
    assert {"message": f"{SERVICE}:CreateConnection", "count": 2} in report["forwarded"]
    assert f"::warning title=Tapedeck%3A forwarded::{SERVICE}:GetConnection" in deck.path("r.txt").read_text()
    assert not list(deck.folder.glob("*.journal"))


def test_an_upstream_answers_what_they_lack(deck, cassettes, simulator):
    before = {name: deck.path(name).read_bytes() for name in cassettes}
    with deck.start(
        "replay", *cassettes, "--fallback", "upstream", "--upstream", simulator.endpoint, "--report", "json=r.json"
    ) as proxy:
        service = client(proxy)
        arn = service.create_connection(ConnectionName="two", ProviderType="GitLab")["ConnectionArn"]
        assert proxy.key[0] != "AKIATAPEDECKREPLAY00"
        stranger = client(proxy, access="AKIATAPEDECKREPLAY00")
        assert len(stranger.list_hosts()["Hosts"]) == 1
        assert code_of(stranger.list_connections) == "TapedeckRefused"
        ended = proxy.stop()
    assert [each["ConnectionArn"] for each in client(simulator).list_connections()["Connections"]] == [arn]
    assert ended.status == 4 and f"1 forwarded to {simulator.endpoint}" in ended.err and "refused: " in ended.err, ended
    assert json.loads(deck.path("r.json").read_text())["verdict"] == "upstream"
    assert {name: deck.path(name).read_bytes() for name in cassettes} == before


def test_an_upstream_that_is_gone_is_told(deck, cassettes):
    code = f"import boto3; boto3.client('{SERVICE}', verify=False).list_connections()"
    ended = deck.run(
        "replay", *cassettes, "--fallback", "upstream", "--upstream", "http://127.0.0.1:9", "--",
        sys.executable, "-c", f"try:\n  {code}\nexcept Exception: pass", AWS_MAX_ATTEMPTS="1",
    )  # fmt: skip
    assert ended.status == 4 and "127.0.0.1:9" in ended.err, ended


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["auto", "a.cassette", "--fallback", "simulator"], "--upstream simulator"),
        (["replay", "a.cassette", "--upstream", "simulator"], "--fallback upstream"),
        (["replay", "a.cassette", "--seed", "1"], "--fallback simulator"),
        (["replay", "a.cassette", "--fallback", "aws"], "'aws'"),
        (["record", "a.cassette", "--upstream", "http://127.0.0.1:9", "--seed", "1"], "embedded service"),
        (["simulate", "--account", "12345"], "--account"),
        (["simulate", "--account", "AKIA=111111111111", "--account", "AKIA=222222222222"], "two accounts"),
    ],
)
def test_what_does_not_go_together(deck, cassettes, arguments, words):
    ended = deck.run(*arguments, "--", "true")
    assert ended.status == 2 and words in ended.err, ended


def test_a_recording_of_the_embedded_service_can_be_made_again(deck):
    options = ["--upstream", "simulator", "--seed", "5", "--clock", "2026-11-22T09:08:07Z", "--handshake", "after=2"]
    made = []
    for name in ("one.cassette", "two.cassette"):
        with deck.start("record", name, *options, TAPEDECK_ALIAS_KEY="5a" * 32) as proxy:
            service = client(proxy)
            arn = service.create_connection(**CREATE, Tags=tags(a="1"))["ConnectionArn"]
            statuses = [service.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] for _ in range(3)]
            assert proxy.stop().status == 0
        assert statuses == ["PENDING", "AVAILABLE", "AVAILABLE"]
        made.append(deck.path(name).read_bytes())
    assert made[0] == made[1]


def test_accounts_by_access_key(deck):
    with deck.start("simulate", "--account", "111111111111", "--account", "AKIATEAM=222222222222") as running:
        arns = [
            client(running, **access).create_connection(**CREATE)["ConnectionArn"]
            for access in ({}, {"access": "AKIATEAM"}, {"access": "AKIAELSE"})
        ]
        listed = client(running, access="AKIATEAM").list_connections()["Connections"]
        ended = deck.run("simulate", "ctl", "finish-handshake", arns[1], "--endpoint", running.endpoint)
    assert [re.search(r":(\d{12}):", arn)[1] for arn in arns] == ["111111111111", "222222222222", "111111111111"]
    assert [each["ConnectionArn"] for each in listed] == [arns[1]] and ended.status == 0

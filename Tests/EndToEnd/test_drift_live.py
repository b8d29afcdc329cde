# SPDX-License-Identifier: Apache-2.0
"""`tapedeck drift`: a cassette's reads asked again, of the service that was recorded, of others, and of none."""

import json
import signal
import threading
import time

import pytest
from support.aws import CASSETTE, SERVICE, client, error_of, recording, tags
from support.cassette import Cassette, assert_free_of
from support.relay import Relay, edited, operation_of
from support.planting import exchange, write
from support.services import IDENTITY, XML
from support.upstream import Answer, Upstream

ACCOUNT, OTHER = "481726359081", "915263748190"
READS = {"GetConnection", "GetHost", "ListConnections", "ListHosts", "ListTagsForResource", "sts"}


def connections(service, names):
    return [
        service.create_connection(ConnectionName=name, ProviderType="GitHub", Tags=tags(a=name))["ConnectionArn"]
        for name in names
    ]


def host(service):
    return service.create_host(
        Name="h", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://h.example.com"
    )["HostArn"]


def session(service):
    """Makes resources, and asks for them in every way; one of them is gone in the end."""
    host_arn = host(service)
    *arns, gone = connections(service, ["one", "two", "three", "gone"])
    page = service.list_connections(MaxResults=2)
    service.list_connections(MaxResults=2, NextToken=page["NextToken"])
    for arn in [*arns, gone]:
        service.get_connection(ConnectionArn=arn)
    service.list_tags_for_resource(ResourceArn=arns[0])
    service.list_hosts()
    service.get_host(HostArn=host_arn)
    service.delete_connection(ConnectionArn=gone)
    assert error_of(service.get_connection, ConnectionArn=gone)
    return [host_arn, *arns]


@pytest.fixture
def service(deck):
    return deck.start("simulate", "--seed", "1", "--account", ACCOUNT)


@pytest.fixture
def arns(deck, service):
    """The ids of a recorded session, which are still there."""
    with recording(deck, service.endpoint) as proxy:
        return session(client(proxy))


def drift(deck, upstream, *options, cassette=CASSETTE, **env):
    return deck.run("drift", cassette, "--upstream", upstream, "--rate", "500", *options, **env)


def findings(ended) -> list[tuple]:
    found = json.loads(ended.out)["findings"]
    return [(each["rule"], each["action"].partition(":")[2], each["pointer"]) for each in found]


def test_nothing_drifts_where_nothing_changed(deck, service, arns):
    relay = Relay(service)
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url)
    assert ended.status == 0 and "no drift; 8 and 8 exchanges, 8 aligned" in ended.out, ended
    assert "asked 8 of 9 recorded requests" in ended.err and f"at {upstream.url}" in ended.err, ended
    assert set(relay.operations) == READS and len(relay.operations) == 9
    assert f"{SERVICE}:CreateConnection (4 times), {SERVICE}:CreateHost, {SERVICE}:DeleteConnection" in ended.err, ended
    # Nothing is left that would tell what the deleted one was called.
    assert f"not asked: {SERVICE}:GetConnection (exchanges 11, 16)" in ended.err, ended
    listed = client(service).list_connections()["Connections"]
    assert sorted(each["ConnectionArn"] for each in listed) == sorted(arns[1:])


def changed_status(body):
    body["Connection"]["ConnectionStatus"] = 3


def removed_status(body):
    del body["Connection"]["ConnectionStatus"]


def removed_type(body):
    for each in body["Connections"]:
        del each["ProviderType"]


@pytest.mark.parametrize(
    "operation, edit, finding",
    [
        ("GetConnection", changed_status, ("kind.changed", "GetConnection", "/body/Connection/ConnectionStatus")),
        ("GetConnection", removed_status, ("member.removed", "GetConnection", "/body/Connection/ConnectionStatus")),
        ("ListConnections", removed_type, ("member.removed", "ListConnections", "/body/Connections/*/ProviderType")),
    ],
)
def test_a_change_of_the_service_is_told_once(deck, service, arns, operation, edit, finding):
    def change(asked, answer):
        return edited(answer, edit) if asked == operation and answer.status == 200 else None

    with Upstream(Relay(service, change)) as upstream:
        ended = drift(deck, upstream.url, "--format", "json")
        assert ended.status == 1 and findings(ended) == [finding], ended
        # Settings count as they do for diff.
        ended = drift(deck, upstream.url, "--ignore", finding[0])
        assert ended.status == 0, ended


def test_an_error_is_told(deck, service, arns):
    def change(operation, answer):
        return Answer(400, answer.fields, b'{"__type":"InvalidInputException"}') if operation == "ListHosts" else None

    with Upstream(Relay(service, change)) as upstream:
        ended = drift(deck, upstream.url, "--format", "json")
    assert ended.status == 1 and [each[:2] for each in findings(ended)] == [("outcome.failed", "ListHosts")], ended


def test_another_account_with_other_ids_is_no_drift(deck, arns):
    """Ids are found by the names in lists, pages behind those that were recorded among them."""
    other = deck.start("simulate", "--seed", "77", "--account", OTHER)
    there = client(other)
    there.create_host(Name="x", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://x.example.com")
    connections(there, ["zero", "three", "gone", "two", "one"])
    host(there)
    relay = Relay(other)
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url, "--save", "now.cassette")
    assert ended.status == 0 and "no drift; 9 and 9 exchanges, 9 aligned" in ended.out, ended
    assert "not asked" not in ended.err, ended
    assert relay.operations.count("ListConnections") == 3
    assert OTHER not in ended.out + ended.err
    now = Cassette(deck.path("now.cassette"))
    recorded = Cassette(deck.path(CASSETTE)).actions[:-1]
    assert now.actions == [each for each in recorded if each.partition(":")[2].startswith(("Get", "List"))]
    assert_free_of([OTHER], deck.path("now.cassette"))
    assert deck.run("verify", "now.cassette").status == 0


def test_another_region(deck, service, arns):
    there = deck.start("simulate", "--seed", "3", "--account", ACCOUNT)
    with Upstream(Relay(there)) as upstream:
        ended = drift(deck, upstream.url, "--region", "eu-west-1")
        assert ended.status == 0 and "no drift; 2 and 2 exchanges" in ended.out, ended
        assert all("/eu-west-1/" in each["authorization"] for each in upstream.requests)


def test_a_service_without_state(deck, arns):
    ended = drift(deck, "simulator")
    assert ended.status == 0 and "no drift; 2 and 2 exchanges" in ended.out, ended
    assert "nothing tells what stands for" in ended.err and "--set ALIAS=VALUE" in ended.err, ended
    assert f"{SERVICE}:ListConnections (exchange 7): the list has fewer pages now" in ended.err, ended


def test_what_is_gone_is_no_drift(deck, service):
    """The account of documentation is nobody's: its ids are asked for as they are, where a UUID is told."""
    with deck.start("simulate", "--seed", "1") as running:
        with recording(deck, running.endpoint) as proxy:
            arns = connections(client(proxy), ["one", "two"])
            for arn in arns:
                client(proxy).get_connection(ConnectionArn=arn)
        client(running).delete_connection(ConnectionArn=arns[0])
        alias = Cassette(deck.path(CASSETTE)).exchanges[2]["request"]["json"]["ConnectionArn"]
        ended = drift(deck, running.endpoint, "--set", f"{alias}={arns[0]}")
    assert f"not there any more, left out: {SERVICE}:GetConnection (exchange 3)" in ended.err, ended
    assert f"not asked: {SERVICE}:GetConnection (exchange 4)" in ended.err, ended
    assert ended.status == 1 and "nothing could be compared" in ended.err, ended


def test_mutations_are_sent_where_they_are_allowed(deck, service, arns):
    relay = Relay(service)
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url, "--allow", "*:CreateHost", "--only", "*Host")
        assert ended.status == 0 and relay.operations.count("CreateHost") == 1, ended
        ended = drift(deck, upstream.url, "--only", "ListHosts")
    assert ended.status == 0 and relay.operations[-1] == "ListHosts", ended
    assert "left out by --only: 15 calls" in ended.err, ended


def test_a_project_says_what_reads_are(deck, service, arns):
    deck.path("tapedeck.yaml").write_text("version: 1\nactions:\n  mutations: [ListHosts]\n")
    relay = Relay(service)
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url)
    assert ended.status == 0 and "ListHosts" not in relay.operations, ended
    assert f"{SERVICE}:ListHosts" in ended.err, ended


def test_a_dry_run_asks_nothing(deck, arns):
    ended = deck.run("drift", CASSETTE, "--dry-run")
    assert ended.status == 0 and ended.err == "", ended
    assert f"would ask 9 recorded requests of {CASSETTE}" in ended.out, ended
    assert f"{SERVICE}:ListConnections (exchange 6)\n" in ended.out, ended
    assert f"{SERVICE}:ListConnections (exchange 7), with the token of the page before\n" in ended.out, ended
    assert f"{SERVICE}:GetConnection (exchange 8), once it is known what stands for " in ended.out, ended
    assert f"never asked without --allow: {SERVICE}:CreateConnection (4 times)" in ended.out, ended
    assert not any(arn in ended.out for arn in arns) and ACCOUNT not in ended.out


def throttle(times):
    """Refuses the first requests of each operation."""
    seen = {}

    def change(operation, answer):
        seen[operation] = seen.get(operation, 0) + 1
        if seen[operation] <= times:
            return Answer(400, [*answer.fields, ("Retry-After", "0")], b'{"__type":"ThrottlingException"}')
        return None

    return change


def test_throttling_is_waited_for(deck, service, arns):
    relay = Relay(service, throttle(2))
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url)
    assert ended.status == 0 and "8 aligned" in ended.out, ended
    assert f"{len(relay.operations)} sent" in ended.err and len(relay.operations) == 9 + 2 * len(READS), ended


def test_throttling_without_end_is_told_as_such(deck, service, arns):
    relay = Relay(service, throttle(1000))
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url, "--only", "ListHosts", "--format", "json")
    assert [each[:2] for each in findings(ended)] == [("environment.throttled", "ListHosts")], ended
    assert relay.operations == ["ListHosts"] * 5


def test_requests_keep_their_distance(deck, service, arns):
    times = []
    relay = Relay(service, lambda operation, answer: times.append(time.monotonic()))
    with Upstream(relay) as upstream:
        ended = deck.run("drift", CASSETTE, "--upstream", upstream.url, "--rate", "10")
    assert ended.status == 0 and times[-1] - times[0] > 0.1 * (len(times) - 1) - 0.05, ended


@pytest.mark.parametrize("only", ["*", "GetHost"])
def test_an_upstream_that_is_gone(deck, arns, only):
    """Also where all that is asked needs the caller's account first."""
    ended = drift(deck, "http://127.0.0.1:9", "--only", only)
    assert ended.status == 4 and "cannot connect" in ended.err and "http://127.0.0.1:9" in ended.err, ended
    assert ended.out == "", ended


def test_credentials_are_missing(deck, arns):
    ended = deck.run("drift", CASSETTE)
    assert ended.status == 4 and "credentials" in ended.err and ended.out == "", ended


@pytest.mark.parametrize("operation", ["sts", "ListConnections"])
def test_credentials_are_refused(deck, service, arns, operation):
    def change(asked, answer):
        return Answer(403, answer.fields, b'{"__type":"ExpiredTokenException"}') if asked == operation else None

    relay = Relay(service, change)
    with Upstream(relay) as upstream:
        ended = drift(deck, upstream.url)
    assert ended.status == 4 and "ExpiredTokenException" in ended.err and "try again" in ended.err, ended
    assert relay.operations.count(operation) == 1 == len(relay.operations) - (operation != "sts")


def test_secrets_of_live_answers_come_nowhere(deck, service, arns):
    own = {"AWS_ACCESS_KEY_ID": "AKIAQWERTYUIOPASDFGH", "AWS_SECRET_ACCESS_KEY": "own/secret+own/secret+own/secret+own/1234"}
    secrets = ["ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789", "hunter2hunter2hunter2", "alice.b@corp.example.net.au"]

    def change(operation, answer):
        def plant(body):
            body["Note"], body["Password"], body["Owner"] = secrets
            body["Echo"] = own["AWS_SECRET_ACCESS_KEY"]

        return edited(answer, plant) if operation == "GetHost" else None

    with Upstream(Relay(service, change)) as upstream:
        texts = [
            drift(deck, upstream.url, "--save", "now.cassette", "--format", format, **own) for format in ("text", "json")
        ]
    told = [*secrets, *own.values(), ACCOUNT]
    for ended in texts:
        assert ended.status == 1 and "/body/Password" in ended.out, ended
        assert_free_of(told, ended.out, ended.err)
    assert_free_of(told, deck.path("now.cassette"))


def test_the_caller_stands_for_the_recorded_account(deck):
    policy = "arn:aws:iam::{}:policy/mine"
    recorded = exchange("iam:GetPolicy", request={}, response={})
    body = f"Action=GetPolicy&PolicyArn={policy.format('999204183377')}&Version=2010-05-08"
    recorded["request"] |= {"headers": [["Content-Type", "application/x-www-form-urlencoded"]], "text": body}
    del recorded["request"]["json"]
    answer = "<GetPolicyResponse><GetPolicyResult><Policy><Arn>{}</Arn></Policy></GetPolicyResult></GetPolicyResponse>"
    recorded["response"] |= {"headers": [list(XML)], "text": answer.format(policy.format("999204183377"))}
    del recorded["response"]["json"]
    write(deck.path(CASSETTE), [recorded])

    def service(request):
        if operation_of(request) == "sts":
            return Answer(fields=[XML], body=IDENTITY.replace(b"123456789012", OTHER.encode()))
        return Answer(fields=[XML], body=answer.format(policy.format(OTHER)).encode())

    with Upstream(service) as upstream:
        ended = drift(deck, upstream.url)
    assert ended.status == 0 and "1 aligned" in ended.out and OTHER not in ended.out + ended.err, ended
    assert [operation_of(each) for each in upstream.requests] == ["sts", "iam"]
    assert policy.format(OTHER).encode() in upstream.requests[1].body.replace(b"%3A", b":").replace(b"%2F", b"/")


def test_whoever_does_not_say_whose_account_it_is(deck, service, arns):
    """The embedded service knows no STS; what lists do not tell stays unasked."""
    ended = drift(deck, service.endpoint, "--only", "GetHost")
    assert ended.status == 1 and "whose credentials sign is not known: sts:GetCallerIdentity" in ended.err, ended


def test_ctrl_c_ends_with_what_there_is(deck, service, arns):
    reached = threading.Event()
    relay = Relay(service, lambda operation, answer: reached.set() or time.sleep(30) if operation == "ListHosts" else None)
    with Upstream(relay) as upstream:
        running = deck.start("drift", CASSETTE, "--upstream", upstream.url, "--rate", "500")
        assert reached.wait(30)
        ended = running.stop(signal.SIGINT)
    assert ended.status == 130 and "no drift; 6 and 6 exchanges" in ended.out, ended


@pytest.mark.parametrize(
    "options, status, words",
    [
        (["--rate", "0"], 2, "--rate"),
        (["--set", "abc"], 2, "--set"),
        (["--only", ":"], 2, "--only"),
        (["--dry-run", "--save", "x.cassette"], 2, "--save"),
        (["--save", CASSETTE], 2, "--save"),
        (["--save", "notes.txt"], 5, "notes.txt"),
        (["--upstream", "http://127.0.0.1:9", "--seed", "1"], 2, "embedded service"),
        (["--only", "s3:*"], 1, "nothing to ask"),
    ],
)
def test_what_cannot_be_meant(deck, arns, options, status, words):
    deck.path("notes.txt").write_text("mine")
    ended = deck.run("drift", CASSETTE, *options)
    assert ended.status == status and words in ended.err, ended
    assert deck.path("notes.txt").read_text() == "mine"


def test_a_cassette_that_is_not_there(deck):
    ended = deck.run("drift", "no.cassette", "--upstream", "simulator")
    assert ended.status == 5 and "no.cassette" in ended.err, ended

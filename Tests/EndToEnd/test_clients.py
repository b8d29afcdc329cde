# SPDX-License-Identifier: Apache-2.0
"""The main job: boto3 and the AWS CLI recorded against the embedded service, then replayed with the service gone."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.aliases import restored
from support.cassette import Cassette
from support.sigv4 import Key
from support.tapedeck import CLIENTS
from support.wire import Connection

SERVICES = ["codestar-connections", "codeconnections"]
PREFIXES = {
    "codestar-connections": "CodeStar_connections_20191201",
    "codeconnections": "CodeConnections_20231201",
}
LONG_PREFIXES = {
    "codestar-connections": "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
    "codeconnections": "com.amazonaws.codeconnections.CodeConnections_20231201",
}
OPERATIONS = {
    *("CreateConnection", "GetConnection", "ListConnections", "DeleteConnection"),
    *("CreateHost", "GetHost", "ListHosts", "UpdateHost", "DeleteHost"),
    *("TagResource", "UntagResource", "ListTagsForResource"),
}


def boto3_client(service, *arguments):
    return [sys.executable, CLIENTS / "boto3_connections.py", service, *arguments]


def aws_client(service):
    return ["bash", CLIENTS / "aws_connections.sh", service]


def record_then_replay(deck, simulator, name, client):
    """The output of a client that was recorded, after a replay that had to be the same."""
    recorded = deck.run("record", name, "--upstream", simulator.endpoint, "--", *client)
    assert recorded.status == 0, recorded
    simulator.stop()
    replayed = deck.run("replay", name, "--", *client)
    assert replayed.status == 0, replayed
    assert restored(replayed.out, recorded.out) == recorded.out
    return recorded.out


@pytest.mark.parametrize("service", SERVICES)
def test_boto3_gets_every_answer_again(deck, simulator, service):
    out = record_then_replay(deck, simulator, "app.cassette", boto3_client(service))
    cassette = Cassette(deck.path("app.cassette"))
    assert set(cassette.actions) == {f"{service}:{operation}" for operation in OPERATIONS}
    assert len(cassette.exchanges) == out.count("\n")
    assert cassette.header["sources"] == ["simulator"]
    answers = [answer for line in out[:-1].split("\n") for answer in json.loads(line).values()]
    assert {answer["Error"]["Code"] for answer in answers if "Error" in answer} >= {
        "ResourceNotFoundException",
        "ResourceUnavailableException",
        "ValidationException",
    }
    assert sum("NextToken" in answer for answer in answers) >= 4
    assert not deck.path("app.cassette.journal").exists()
    assert deck.run("verify", "app.cassette").status == 0


def test_the_aws_cli_gets_every_answer_again(tmp_path, deck):
    """Both services at once: the CLI takes most of a second for each call."""

    def one(service):
        simulator = deck.start("simulate")
        out = record_then_replay(deck, simulator, f"{service}.cassette", aws_client(service))
        return out, Cassette(deck.path(f"{service}.cassette"))

    with ThreadPoolExecutor() as pool:
        for service, (out, cassette) in zip(SERVICES, pool.map(one, SERVICES)):
            assert set(cassette.actions) == {f"{service}:{operation}" for operation in OPERATIONS}
            assert "ResourceUnavailableException" in out and "ResourceNotFoundException" in out
            assert out.count(": exit 0") == 10 and out.count(": exit 0") < out.count(": exit ")


def test_auto_records_what_is_missing_and_then_replays_all(deck, simulator):
    upstream = ["--upstream", simulator.endpoint]
    half = deck.run("auto", "app.cassette", *upstream, "--", *boto3_client(SERVICES[0], "9"))
    assert half.status == 0, half
    assert len(Cassette(deck.path("app.cassette")).exchanges) == 9
    whole = deck.run("auto", "app.cassette", *upstream, "--", *boto3_client(SERVICES[0]))
    assert whole.status == 0, whole
    replayed, answered = whole.out[: len(half.out)], half.out
    assert restored(replayed, answered) == answered
    assert len(Cassette(deck.path("app.cassette")).exchanges) == whole.out.count("\n")
    before = deck.path("app.cassette").read_bytes()
    simulator.stop()
    again = deck.run("auto", "app.cassette", *upstream, "--", *boto3_client(SERVICES[0]))
    assert again.status == 0, again
    assert restored(again.out, whole.out) == whole.out
    assert deck.path("app.cassette").read_bytes() == before


def test_the_embedded_service_records_without_a_process_of_its_own(deck):
    recorded = deck.run("record", "app.cassette", "--upstream", "simulator", "--", *boto3_client(SERVICES[1]))
    assert recorded.status == 0, recorded
    replayed = deck.run("replay", "app.cassette", "--", *boto3_client(SERVICES[1]))
    assert (replayed.status, restored(replayed.out, recorded.out)) == (0, recorded.out), replayed
    assert Cassette(deck.path("app.cassette")).header["sources"] == ["simulator"]


def test_a_miss_fails_the_run_even_where_the_client_swallowed_it(deck, simulator):
    recorded = deck.run(
        "record", "app.cassette", "--upstream", simulator.endpoint, "--", *boto3_client(SERVICES[0], "3")
    )
    assert recorded.status == 0, recorded
    # The client goes on after the miss and ends well.
    replayed = deck.run("replay", "app.cassette", "--", *boto3_client(SERVICES[0], "4"))
    assert replayed.status == 3, replayed
    answer = json.loads(replayed.out.split("\n")[3])["create_connection"]
    assert answer["Error"]["Code"] == "TapedeckMiss"
    assert answer["status"] == 400
    assert "CreateConnection" in replayed.err
    assert "ConnectionName" in replayed.err, "the summary names the member that differs"


def test_a_client_that_fails_keeps_its_own_exit_status(deck, simulator):
    ended = deck.run("record", "app.cassette", "--upstream", simulator.endpoint, "--", "sh", "-c", "exit 42")
    assert ended.status == 42, ended


def get_connection(running, service, prefix, arn):
    """What GetConnection answers to a client that sends the given prefix."""
    fields = [("X-Amz-Target", f"{prefix}.GetConnection"), ("Content-Type", "application/x-amz-json-1.0")]
    body = json.dumps({"ConnectionArn": arn}).encode()
    with Connection(running.endpoint) as connection:
        request = Key(*running.key, service=service).request(connection.host, "POST", "/", fields, body)
        answer = connection.exchange(request)
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("recorded_with, replayed_with", [(LONG_PREFIXES, PREFIXES), (PREFIXES, LONG_PREFIXES)])
def test_either_form_of_the_target_prefix_replays_the_other(deck, simulator, service, recorded_with, replayed_with):
    with deck.start("record", "app.cassette", "--upstream", simulator.endpoint) as proxy:
        assert create_connection(proxy, service, recorded_with[service])[0] == 200
        arn = create_connection(proxy, service, recorded_with[service])[1]["ConnectionArn"]
        recorded = get_connection(proxy, service, recorded_with[service], arn)
        assert proxy.stop().status == 0
    assert recorded[0] == 200
    with deck.start("replay", "app.cassette") as proxy:
        assert get_connection(proxy, service, replayed_with[service], arn) == recorded
        assert proxy.stop().status == 0


def create_connection(running, service, prefix):
    fields = [("X-Amz-Target", f"{prefix}.CreateConnection"), ("Content-Type", "application/x-amz-json-1.0")]
    body = b'{"ConnectionName":"raw","ProviderType":"GitHub"}'
    with Connection(running.endpoint) as connection:
        request = Key(*running.key, service=service).request(connection.host, "POST", "/", fields, body)
        answer = connection.exchange(request)
    return answer.status, json.loads(answer.body)


def test_a_botocore_cassette_answers_the_short_prefix_and_the_other_way_round(deck, simulator):
    """The recording is botocore's own, not ours in botocore's form."""
    recorded = deck.run("record", "app.cassette", "--upstream", simulator.endpoint, "--", *boto3_client(SERVICES[0]))
    lines = [json.loads(line) for line in recorded.out[:-1].split("\n")]
    created, found = lines[0]["create_connection"], next(line for line in lines if "get_connection" in line)
    with deck.start("replay", "app.cassette") as proxy:
        status, answer = get_connection(proxy, SERVICES[0], PREFIXES[SERVICES[0]], created["ConnectionArn"])
    assert status == 200
    assert answer["Connection"] == found["get_connection"]["Connection"]

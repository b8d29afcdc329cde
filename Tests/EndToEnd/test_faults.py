# SPDX-License-Identifier: Apache-2.0
"""Replays that are disturbed on purpose, as boto3 meets them."""

import http.client
import sys

import pytest

JSON = {"Content-Type": "application/x-amz-json-1.0"}
# Lists the connections and says what came of it; the first two arguments are the attempts and the read timeout.
LIST = """
import sys, time
import boto3, botocore.config
attempts, timeout, calls = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
config = botocore.config.Config(
    retries={"mode": "standard", "total_max_attempts": attempts}, read_timeout=timeout)
client = boto3.client("codestar-connections", config=config)
for _ in range(calls):
    began = time.monotonic()
    try:
        answer = client.list_connections()
        told = [each["ConnectionName"] for each in answer["Connections"]], answer["ResponseMetadata"]["RetryAttempts"]
    except client.exceptions.ResourceNotFoundException as error:
        told = "modelled", error.response["ResponseMetadata"]["HTTPStatusCode"]
    except Exception as error:
        told = type(error).__name__, str(error)
    print(*told, f"{time.monotonic() - began:.3f}", sep="|")
"""
RECORD = """
import boto3
client = boto3.client("codestar-connections")
client.create_connection(ConnectionName="one", ProviderType="GitHub")
client.list_connections()
"""


@pytest.fixture
def replay(deck):
    """Replays LIST with options, and gives the parts of each line that it prints."""
    recording = deck.run("record", "app.cassette", "--upstream", "simulator", "--", sys.executable, "-c", RECORD)
    assert recording.status == 0, recording

    def run(*options, attempts=3, timeout=20, calls=1):
        client = ["--", sys.executable, "-c", LIST, attempts, timeout, calls]
        ended = deck.run("replay", "app.cassette", *options, *client)
        return ended, [line.split("|") for line in ended.out.splitlines()]

    return run


@pytest.mark.parametrize("kind", ["throttle", "reset", "truncate", "InternalServerError", "timeout"])
def test_a_retry_gets_the_recorded_answer(replay, kind):
    ended, [[names, retries, _]] = replay("--fault", f"ListConnections:{kind}@1", timeout=1)
    assert ended.status == 0, ended
    assert (names, retries) == ("['one']", "1"), ended
    assert "1 replayed, 1 fault" in ended.err, ended


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("throttle", "ThrottlingException"),
        ("reset", "ConnectionClosedError"),
        ("truncate", "ConnectionClosedError"),
        ("timeout", "ReadTimeoutError"),
    ],
)
def test_a_fault_that_stays_reaches_the_program(replay, kind, error):
    ended, [told] = replay("--fault", f"codestar-connections:List*:{kind}", attempts=1, timeout=1)
    assert ended.status == 0, ended
    assert error in "|".join(told), ended


def test_a_truncated_answer_is_half_of_what_its_length_tells(deck, replay):
    running = deck.start("replay", "app.cassette", "--fault", "ListConnections:truncate@1")
    fields = {"X-Amz-Target": "CodeStar_connections_20191201.ListConnections", **JSON}
    bodies = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("POST", "/", b"{}", fields)
        response = connection.getresponse()
        try:
            bodies.append(response.read())
        except http.client.IncompleteRead as error:
            bodies.append(error.partial)
            missing = error.expected
    half, whole = bodies
    assert half == whole[: len(whole) // 2] and missing == len(whole) - len(half)


def test_errors_of_the_model_are_raised_as_such(replay):
    ended, lines = replay("--fault", "*:ResourceNotFoundException@2", calls=3)
    assert [line[0] for line in lines] == ["['one']", "modelled", "['one']"], ended
    assert lines[1][1] == "400", ended


def test_latency_is_seen_by_the_client(replay):
    _, lines = replay("--latency", "400ms", calls=2)
    assert all(0.4 <= float(line[-1]) < 10 for line in lines), lines
    _, lines = replay("--fault", "ListConnections:delay=1s@2", calls=3)
    times = [float(line[-1]) for line in lines]
    assert 1 <= times[1] < 10 and times[2] < 1, times


def test_latency_does_not_hold_up_the_end(replay):
    ended, [told] = replay("--latency", "5m", attempts=1, timeout=1)
    assert "ReadTimeoutError" in told[0], ended
    assert "1 replayed" in ended.err, ended


@pytest.mark.parametrize(
    ("option", "value", "example"),
    [
        ("--fault", "ListConnections", "'ListConnections:throttle@3'"),
        ("--fault", "ListConnections:throtle", "'ListConnections:throttle@3'"),
        ("--latency", "fast", "0.5x"),
    ],
)
def test_a_mistyped_option_is_told_with_an_example(replay, option, value, example):
    ended, _ = replay(option, value)
    assert ended.status == 2 and value in ended.err and example in ended.err, ended


def test_faults_that_cannot_or_did_not_take_place_are_told(replay):
    ended, _ = replay("--fault", "ListConections:throttle@1", "--fault", "ListConnections:reset@9")
    assert ended.status == 0, ended
    assert "ListConections:throttle@1: no service of AWS has such an action" in ended.err, ended
    assert "ListConnections:reset@9 did not take place: 1 request matched it" in ended.err, ended

# SPDX-License-Identifier: Apache-2.0
"""`tapedeck simulate ctl`: what no call of the API does, from a shell beside the client."""

import json
import sys

import pytest
from support.aws import client, code_of
from support.simulator import RawClient
from support.tapedeck import BINARY

SERVICE = "codeconnections"
SYNC = {"SyncType": "CFN_STACK_SYNC", "ResourceName": "stack"}
ROLE = "arn:aws:iam::123456789012:role/sync"


@pytest.fixture
def ctl(deck, simulator):
    """Runs one control command, which has to end with `status`; gives what it printed."""

    def run(*arguments, status=0):
        ended = deck.run("simulate", "ctl", *arguments, "--endpoint", simulator.endpoint)
        assert ended.status == status, ended
        return ended.err if status else ended.out.strip()

    return run


@pytest.fixture
def boto3(simulator):
    return client(simulator, SERVICE, retries={"total_max_attempts": 1})


def connection_status(boto3, arn):
    return boto3.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"]


def test_a_handshake_is_finished_or_fails(ctl, boto3):
    arn = boto3.create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
    assert connection_status(boto3, arn) == "PENDING"
    assert ctl("finish-handshake", arn) == ""
    assert connection_status(boto3, arn) == "AVAILABLE"
    ctl("fail-handshake", arn)
    assert connection_status(boto3, arn) == "ERROR"
    assert "not found" in ctl("finish-handshake", arn + "0", status=2)


def test_a_blocker_is_raised_and_resolved_and_a_push_syncs(ctl, boto3):
    arn = boto3.create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
    ctl("finish-handshake", arn)
    link = boto3.create_repository_link(ConnectionArn=arn, OwnerId="o", RepositoryName="r")["RepositoryLinkInfo"]
    link = link["RepositoryLinkId"]
    boto3.create_sync_configuration(**SYNC, RepositoryLinkId=link, Branch="main", ConfigFile="f", RoleArn=ROLE)
    blocker = ctl("raise-blocker", "stack", "--reason", "drifted", "--context", "Stack=a=b", "--region", "us-east-1")
    [shown] = boto3.get_sync_blocker_summary(**SYNC)["SyncBlockerSummary"]["LatestBlockers"]
    assert (shown["Id"], shown["CreatedReason"], shown["Status"]) == (blocker, "drifted", "ACTIVE")
    assert shown["Contexts"] == [{"Key": "Stack", "Value": "a=b"}]
    ctl("resolve-blocker", "stack", blocker)
    commit = ctl("push", link, "main")
    status = boto3.get_resource_sync_status(**SYNC)
    assert status["DesiredState"]["Sha"] == status["LatestSync"]["TargetRevision"]["Sha"] == commit
    assert ctl("push", link, "main", "--sha", "abc") == "abc"
    assert "other" in ctl("push", link, "other", status=2)


def test_calls_are_throttled_as_often_as_was_asked(ctl, boto3):
    ctl("throttle", "--operation", "ListHosts", "--count", "2")
    assert [code_of(boto3.list_hosts) for _ in range(3)] == ["ThrottlingException"] * 2 + [None]
    ctl("throttle", "--operation", "GetHost", "--error", "ResourceUnavailableException")
    arn = "arn:aws:codeconnections:us-east-1:123456789012:host/h-0"
    assert code_of(boto3.get_host, HostArn=arn) == "ResourceUnavailableException"
    assert "GetHost" in ctl("throttle", "--operation", "GetHost", "--error", "ConflictException", status=2)


def test_a_client_that_retries_gets_past_a_throttle(ctl, simulator):
    retrying = client(simulator, SERVICE, retries={"total_max_attempts": 3, "mode": "standard"})
    ctl("throttle", "--count", "1")
    answer = retrying.list_hosts()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_state_outlives_the_service_in_a_file(deck, ctl, boto3):
    arn = boto3.create_connection(ConnectionName="kept", ProviderType="GitHub")["ConnectionArn"]
    deck.path("state.json").write_text(ctl("dump"))
    ctl("reset")
    assert boto3.list_connections()["Connections"] == []
    other = deck.start("simulate", "--account", "000000000001")
    loaded = deck.run("simulate", "ctl", "load", "state.json", "--endpoint", other.endpoint)
    assert loaded.status == 0, loaded
    assert connection_status(client(other, SERVICE), arn) == "PENDING"
    deck.path("state.json").write_text("{}")
    assert "no state" in ctl("load", "state.json", status=2)
    assert "cannot be read" in ctl("load", "nothing.json", status=2)


def test_the_same_seed_and_clock_give_the_same_bytes(deck):
    def transcript():
        running = deck.start("simulate", "--seed", "7", "--clock", "2026-01-02T03:04:05Z", "--handshake", "after=2")
        boto3 = client(running, SERVICE)
        with RawClient(running, SERVICE) as raw:
            answers = [
                raw.send({"X-Amz-Target": f"CodeConnections_20231201.{operation}"}, json.dumps(parameters).encode())
                for operation, parameters in [
                    ("CreateConnection", {"ConnectionName": "c", "ProviderType": "GitHub"}),
                    ("ListConnections", {}), ("ListConnections", {}), ("GetHost", {}),
                ]  # fmt: skip
            ]
        assert boto3.list_connections()["ResponseMetadata"]["HTTPHeaders"]["date"] == "Fri, 02 Jan 2026 03:04:05 GMT"
        running.stop()
        return [(answer.fields, answer.body) for answer in answers]

    assert transcript() == transcript()


def test_the_clock_is_advanced(deck):
    running = deck.start("simulate", "--clock", "2026-01-02T03:04:05Z")
    ended = deck.run("simulate", "ctl", "advance-clock", "3600", "--endpoint", running.endpoint)
    assert (ended.status, ended.out) == (0, "2026-01-02T04:04:05.000Z\n")


def test_the_command_behind_the_service_reaches_its_controls(deck):
    ended = deck.run("simulate", "--", "sh", "-c", 'exec "$0" simulate ctl dump', BINARY)
    assert ended.status == 0, ended
    assert json.loads(ended.out)["tapedeck-simulator"] == 2


CLI_SESSION = r"""
set -e
arn=$(aws codeconnections create-connection --connection-name c --provider-type GitHub --query ConnectionArn --output text)
"$0" simulate ctl finish-handshake "$arn"
link=$(aws codeconnections create-repository-link --connection-arn "$arn" --owner-id o --repository-name r \
  --query RepositoryLinkInfo.RepositoryLinkId --output text)
sync="--sync-type CFN_STACK_SYNC --resource-name stack"
aws codeconnections create-sync-configuration $sync --repository-link-id "$link" --branch main --config-file f \
  --role-arn arn:aws:iam::123456789012:role/sync --pull-request-comment ENABLED
"$0" simulate ctl raise-blocker stack --reason drifted > /dev/null
aws codeconnections get-resource-sync-status $sync
aws codestar-connections get-sync-blocker-summary $sync
"""


def test_the_aws_cli_follows_a_sync(deck):
    """Times, nested structures and a service under its other name, as the AWS CLI prints them."""
    ended = deck.run("simulate", "--clock", "2026-01-02T03:04:05Z", "--", "sh", "-c", CLI_SESSION, BINARY)
    assert ended.status == 0, ended
    documents, rest = [], ended.out.strip()
    while rest:
        document, end = json.JSONDecoder().raw_decode(rest)
        documents.append(document)
        rest = rest[end:].lstrip()
    made, status, summary = documents
    assert made["SyncConfiguration"]["PullRequestComment"] == "ENABLED"
    latest = status["LatestSync"]
    assert (latest["Status"], latest["Events"][-1]["Event"]) == ("FAILED", "drifted")
    assert latest["StartedAt"] == 1767323045.0, "2026-01-02T03:04:05Z, as the AWS CLI 1 prints times"
    assert summary["SyncBlockerSummary"]["LatestBlockers"][0]["CreatedReason"] == "drifted"


def test_what_the_controls_did_is_recorded_and_replayed(deck):
    """A script that finishes a handshake half way, against a cassette with no service behind it."""
    script = deck.path("script.py")
    script.write_text(
        f"""
import boto3, subprocess
client = boto3.client("{SERVICE}")
arn = client.create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
print(client.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"])
subprocess.run(["{BINARY}", "simulate", "ctl", "finish-handshake", arn], check=True)
print(client.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"])
"""
    )
    recorded = deck.run("record", "app.cassette", "--upstream", "simulator", "--", sys.executable, script)
    assert (recorded.status, recorded.out) == (0, "PENDING\nAVAILABLE\n"), recorded
    replayed = deck.run("replay", "app.cassette", "--", sys.executable, script)
    assert (replayed.status, replayed.out) == (0, recorded.out), replayed


def test_without_a_service_there_is_a_message(deck):
    nowhere = deck.run("simulate", "ctl", "reset")
    assert nowhere.status == 2 and "--endpoint" in nowhere.err
    silent = deck.run("simulate", "ctl", "reset", "--endpoint", "http://127.0.0.1:1")
    assert silent.status == 4 and "cannot connect" in silent.err


def test_a_page_in_a_browser_cannot_control_it(simulator):
    with RawClient(simulator, SERVICE) as raw:
        form = raw.send({"Content-Type": "text/plain", "Authorization": None}, b"{}", path="/_tapedeck/reset")
        assert form.status == 415
        assert raw.send({"Authorization": None}, b"", method="OPTIONS", path="/_tapedeck/reset").status == 405

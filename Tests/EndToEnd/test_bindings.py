# SPDX-License-Identifier: Apache-2.0
"""Made-up names in a replay: they may be others than recorded, as long as nothing else is."""

import json
import sys

import pytest
from support.aliases import restored
from support.aws import client, code_of, is_miss, recording, replaying, tags
from support.upstream import Answer, Upstream

# The life of a connection; prints what the service told of it.
LIFE = """
import json, sys, boto3
name = sys.argv[1]
client = boto3.client("codestar-connections")
arn = client.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
got = client.get_connection(ConnectionArn=arn)["Connection"]
listed = [each["ConnectionName"] for each in client.list_connections()["Connections"]]
client.tag_resource(ResourceArn=arn, Tags=[{"Key": "owner", "Value": f"owner-of-{name}"}])
tags = client.list_tags_for_resource(ResourceArn=arn)["Tags"]
client.delete_connection(ConnectionArn=arn)
left = client.list_connections()["Connections"]
print(json.dumps([arn == got["ConnectionArn"], got["ConnectionName"], listed, tags, left]))
"""
NAMES = [
    ("app-3f9c21d8", "app-b07e55a1"),
    ("tf-acc-8213", "tf-acc-55701"),
    ("test_qzxkwvjp", "test_bvxwqzkr"),
    ("run-20261101093000", "run-20261122181512"),
]


def life(name):
    return ["--", sys.executable, "-c", LIFE, name]


@pytest.mark.parametrize("recorded, live", NAMES)
def test_a_fresh_process_with_another_name_gets_answers_about_that_name(deck, recorded, live):
    made = deck.run("record", "app.cassette", "--upstream", "simulator", *life(recorded))
    assert made.status == 0, made
    replayed = deck.run("replay", "app.cassette", "--fail-on-unused", *life(live))
    assert replayed.status == 0, replayed
    assert json.loads(replayed.out) == [True, live, [live], tags(owner=f"owner-of-{live}"), []]
    assert replayed.out == made.out.replace(recorded, live)


def test_without_bindings_another_name_misses(deck):
    assert deck.run("record", "app.cassette", "--upstream", "simulator", *life(NAMES[0][0])).status == 0
    assert deck.run("replay", "app.cassette", "--bind", "none", *life(NAMES[0][0])).status == 0
    with replaying(deck, "--bind", "none", status=3) as proxy:
        assert is_miss(client(proxy).create_connection, ConnectionName=NAMES[0][1], ProviderType="GitHub")


def test_the_aws_cli_with_another_name(deck):
    script = """
    aws codestar-connections create-connection --provider-type GitHub --connection-name "$0" --output text
    aws codestar-connections list-connections --query 'Connections[].ConnectionName' --output text
    """
    made = deck.run("record", "app.cassette", "--upstream", "simulator", "--", "sh", "-c", script, "cli-4471b2c9")
    assert made.status == 0 and made.out.splitlines()[1] == "cli-4471b2c9", made
    replayed = deck.run("replay", "app.cassette", "--", "sh", "-c", script, "cli-90ad17e3")
    assert replayed.status == 0, replayed
    expected = made.out.replace("cli-4471b2c9", "cli-90ad17e3")
    assert restored(replayed.out, expected) == expected


@pytest.mark.parametrize("live", ["app-production", "app", "app-", "other-3f9c21d8", "app_3f9c21d8", "App-3f9c21d8"])
def test_a_name_that_means_something_else_misses(deck, live):
    with recording(deck) as proxy:
        client(proxy).create_connection(ConnectionName="app-3f9c21d8", ProviderType="GitHub")
    with replaying(deck, status=3) as proxy:
        assert is_miss(client(proxy).create_connection, ConnectionName=live, ProviderType="GitHub")


def test_a_word_does_not_stand_for_another(deck):
    with recording(deck) as proxy:
        client(proxy).create_connection(ConnectionName="staging", ProviderType="GitHub")
    with replaying(deck, status=3) as proxy:
        assert is_miss(client(proxy).create_connection, ConnectionName="production", ProviderType="GitHub")
        assert is_miss(client(proxy).create_connection, ConnectionName="staging", ProviderType="GitLab")


def test_a_second_name_in_the_place_of_a_bound_one_misses(deck):
    with recording(deck) as proxy:
        service = client(proxy)
        arn = service.create_connection(ConnectionName="app-3f9c21d8", ProviderType="GitHub")["ConnectionArn"]
        service.tag_resource(ResourceArn=arn, Tags=tags(app="app-3f9c21d8"))
    with replaying(deck, status=3) as proxy:
        service = client(proxy)
        arn = service.create_connection(ConnectionName="app-b07e55a1", ProviderType="GitHub")["ConnectionArn"]
        assert is_miss(service.tag_resource, ResourceArn=arn, Tags=tags(app="app-77aa0c1e"))
        assert code_of(service.tag_resource, ResourceArn=arn, Tags=tags(app="app-b07e55a1")) is None


def test_one_name_for_two_recorded_ones_misses(deck):
    with recording(deck) as proxy:
        for name in ("app-3f9c21d8", "app-51be90f7"):
            client(proxy).create_connection(ConnectionName=name, ProviderType="GitHub", Tags=tags(app=name))
        host = {"ProviderType": "GitHubEnterpriseServer", "ProviderEndpoint": "https://ghes.example"}
        client(proxy).create_host(Name="app-3f9c21d8", Tags=tags(app="app-51be90f7"), **host)
    with replaying(deck, status=3) as proxy:
        service = client(proxy)
        for name in ("app-b07e55a1", "app-c2d81e60"):
            service.create_connection(ConnectionName=name, ProviderType="GitHub", Tags=tags(app=name))
        assert is_miss(service.create_host, Name="app-b07e55a1", Tags=tags(app="app-b07e55a1"), **host)
        assert code_of(service.create_host, Name="app-b07e55a1", Tags=tags(app="app-c2d81e60"), **host) is None


def test_another_resource_that_the_tape_knows_misses(deck):
    with recording(deck) as proxy:
        service = client(proxy)
        first, second = [
            service.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
            for name in ("app-3f9c21d8", "app-51be90f7")
        ]
        service.tag_resource(ResourceArn=first, Tags=tags(app="app-3f9c21d8"))
        service.delete_connection(ConnectionArn=first)
    with replaying(deck, status=3) as proxy:
        service = client(proxy)
        live = [
            service.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
            for name in ("app-b07e55a1", "app-c2d81e60")
        ]
        assert restored(" ".join(live), f"{first} {second}") == f"{first} {second}", "what the service made up stays"
        first, second = live
        assert is_miss(service.tag_resource, ResourceArn=second, Tags=tags(app="app-c2d81e60"))
        assert is_miss(service.delete_connection, ConnectionArn=second)
        # A resource that the tape has never seen is no other name of one it has.
        unseen = first[:-12] + "0a1b2c3d4e5f"
        assert is_miss(service.delete_connection, ConnectionArn=unseen)
        assert code_of(service.tag_resource, ResourceArn=first, Tags=tags(app="app-b07e55a1")) is None


TASK = {
    "cluster": "app-3f9c21d8",
    "taskDefinition": "web:7",
    "count": 2,
    "enableECSManagedTags": True,
    "launchType": "FARGATE",
    "startedBy": "deploy",
    "group": "family:web",
}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}
CHANGES = {
    "count": 3,
    "enableECSManagedTags": False,
    "launchType": "EC2",
    "taskDefinition": "web:8",
    "startedBy": "deployer",
    "group": "family:api",
    "cluster": "api-b07e55a1",
}


def test_what_means_something_never_binds(deck):
    with Upstream(lambda request: Answer(fields=[("Content-Type", "application/x-amz-json-1.1")], body=b"{}")) as aws:
        with recording(deck, aws.url) as proxy:
            client(proxy, "ecs").run_task(**TASK)
            client(proxy, "kms").put_key_policy(KeyId="alias/app-3f9c21d8", Policy=json.dumps(POLICY))
    with replaying(deck, status=3) as proxy:
        ecs, kms = client(proxy, "ecs"), client(proxy, "kms")
        live = {**TASK, "cluster": "app-b07e55a1"}
        for member, value in CHANGES.items():
            assert is_miss(ecs.run_task, **{**live, member: value}), member
        assert is_miss(ecs.run_task, **{name: value for name, value in live.items() if name != "count"})
        for change in ({"Version": "2008-10-17"}, {"Statement": [{**POLICY["Statement"][0], "Effect": "Deny"}]}):
            policy = json.dumps({**POLICY, **change})
            assert is_miss(kms.put_key_policy, KeyId="alias/app-b07e55a1", Policy=policy), change
        assert code_of(ecs.run_task, **live) is None
        assert code_of(kms.put_key_policy, KeyId="alias/app-b07e55a1", Policy=json.dumps(POLICY)) is None


def test_reports_name_what_was_bound(deck):
    with recording(deck) as proxy:
        client(proxy).create_connection(ConnectionName="app-3f9c21d8", ProviderType="GitHub")
    reports = [f"--report={name}=out.{name}" for name in ("json", "text", "junit")]
    with replaying(deck, *reports, "--explain") as proxy:
        client(proxy).create_connection(ConnectionName="app-b07e55a1", ProviderType="GitHub")
    report = json.loads(deck.path("out.json").read_text())
    action = "codestar-connections:CreateConnection"
    assert report["bindings"] == [
        {"recorded": "3f9c21d8", "live": "b07e55a1", "exchange": 1, "cassette": None, "action": action}
    ]
    assert report["counts"]["bindings"] == 1 and report["counts"]["replayed"] == 1
    assert "3f9c21d8" in deck.path("out.text").read_text() and "b07e55a1" in deck.path("out.text").read_text()
    assert 'name="bindings" value="1"' in deck.path("out.junit").read_text()
    assert f"{action}: exchange 1, equal where 3f9c21d8 is b07e55a1" in proxy.ended.err

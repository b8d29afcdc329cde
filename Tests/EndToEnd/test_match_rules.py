# SPDX-License-Identifier: Apache-2.0
"""What `tapedeck.yaml` says about comparing requests, and that a flag beats it."""

import pytest
from support.aws import client, code_of, is_miss, recording, replaying, tags


@pytest.fixture
def configure(deck):
    def write(text):
        deck.path("tapedeck.yaml").write_text("version: 1\n" + text)

    return write


def create(proxy, name="staging", owner="ann"):
    service = client(proxy)
    return code_of(service.create_connection, ConnectionName=name, ProviderType="GitHub", Tags=tags(owner=owner))


@pytest.fixture
def recorded(deck):
    with recording(deck) as proxy:
        service = client(proxy)
        parameters = {"ConnectionName": "staging", "ProviderType": "GitHub", "Tags": tags(owner="ann")}
        arn = service.create_connection(**parameters)["ConnectionArn"]
        service.get_connection(ConnectionArn=arn)
        service.tag_resource(ResourceArn=arn, Tags=tags(state="new"))
        service.get_connection(ConnectionArn=arn)
    return arn


def test_what_is_ignored_may_differ_and_nothing_else(deck, recorded, configure):
    with replaying(deck, status=3) as proxy:
        assert create(proxy, owner="bob") == "TapedeckMiss"
    configure('match: {ignore: [{action: "*:Create*", path: /Tags}]}')
    with replaying(deck, status=3) as proxy:
        assert create(proxy, owner="bob") is None
        # The path is ignored, the name beside it is not.
        assert create(proxy, name="production", owner="bob") == "TapedeckMiss"
    with replaying(deck, "--no-config", status=3) as proxy:
        assert create(proxy, owner="bob") == "TapedeckMiss"


@pytest.mark.parametrize("service", ["codestar-connections", "codeconnections", "*"])
def test_a_rule_may_name_a_renamed_service_by_either_name(deck, recorded, configure, service):
    configure(f'match: {{ignore: [{{action: "{service}:CreateConnection", path: /Tags}}]}}')
    with replaying(deck) as proxy:
        assert create(proxy, owner="bob") is None


def test_a_rule_for_another_action_says_nothing(deck, recorded, configure):
    configure("match: {ignore: [{action: codestar-connections:CreateHost, path: /Tags}]}")
    with replaying(deck, status=3) as proxy:
        assert create(proxy, owner="bob") == "TapedeckMiss"


def test_where_a_rule_binds_any_value_stands_for_the_recorded_one(deck, configure):
    with recording(deck) as proxy:
        service = client(proxy)
        for name in ("staging", "staging", "testing"):
            service.create_connection(ConnectionName=name, ProviderType="GitHub")
    configure('match: {bind: [{action: "*:CreateConnection", path: /ConnectionName}]}')
    with replaying(deck, status=3) as proxy:
        call = client(proxy).create_connection
        assert code_of(call, ConnectionName="production", ProviderType="GitHub") is None
        # Consistently: one value for one, and no other in its place.
        assert code_of(call, ConnectionName="production", ProviderType="GitHub") is None
        assert is_miss(call, ConnectionName="production", ProviderType="GitLab")
        assert code_of(call, ConnectionName="demo", ProviderType="GitHub") is None
    with replaying(deck, "--no-config", status=3) as proxy:
        assert is_miss(client(proxy).create_connection, ConnectionName="production", ProviderType="GitHub")


def test_where_a_rule_forbids_it_nothing_binds(deck, configure):
    with recording(deck) as proxy:
        assert create(proxy, "app-3f9c21d8", "app-3f9c21d8") is None
    configure('match: {no-bind: [{action: "*:CreateConnection", path: /ConnectionName}]}')
    with replaying(deck, status=3) as proxy:
        assert create(proxy, "app-b07e55a1", "app-b07e55a1") == "TapedeckMiss"
        assert create(proxy, "app-3f9c21d8", "app-3f9c21d8") is None
    with replaying(deck, "--no-config") as proxy:
        assert create(proxy, "app-b07e55a1", "app-b07e55a1") is None


def test_bind_none_in_the_file_and_generated_by_flag(deck, configure):
    with recording(deck) as proxy:
        assert create(proxy, "app-3f9c21d8") is None
    configure("replay: {bind: none}")
    with replaying(deck, status=3) as proxy:
        assert create(proxy, "app-b07e55a1") == "TapedeckMiss"
    with replaying(deck, "--bind", "generated") as proxy:
        assert create(proxy, "app-b07e55a1") is None


def test_polls_and_strict_by_the_file_and_back_by_flag(deck, recorded, configure):
    configure("replay: {strict: true}")
    with replaying(deck, status=3) as proxy:
        create(proxy)
        assert [code_of(client(proxy).get_connection, ConnectionArn=recorded)] == [None]
        assert is_miss(client(proxy).get_connection, ConnectionArn=recorded), "a change was recorded before"
    with replaying(deck, "--no-strict") as proxy:
        create(proxy)
        assert [code_of(client(proxy).get_connection, ConnectionArn=recorded) for _ in range(3)] == [None] * 3


@pytest.mark.parametrize("name", ["codestar-connections", "codeconnections", "*"])
def test_actions_may_be_reads_and_mutations_by_rule(deck, configure, name):
    """ListTagsForResource behind a TagResource that is taken for a read is held back by nothing."""
    with recording(deck) as proxy:
        service = client(proxy)
        arn = service.create_connection(ConnectionName="one", ProviderType="GitHub")["ConnectionArn"]
        for state in ("new", "old"):
            service.list_tags_for_resource(ResourceArn=arn)
            service.tag_resource(ResourceArn=arn, Tags=tags(state=state))

    def polls(proxy):
        service = client(proxy)
        service.create_connection(ConnectionName="one", ProviderType="GitHub")
        return [service.list_tags_for_resource(ResourceArn=arn)["Tags"] for _ in range(3)]

    with replaying(deck) as proxy:
        assert polls(proxy) == [[], [], []]
    configure(f'actions: {{reads: ["{name}:TagResource"]}}')
    with replaying(deck) as proxy:
        assert polls(proxy) == [[], tags(state="new"), tags(state="new")]
    configure(f'actions: {{mutations: ["{name}:ListTags*"]}}')
    with replaying(deck) as proxy:
        assert polls(proxy)[:2] == [[], tags(state="new")]

# SPDX-License-Identifier: Apache-2.0
"""Clients of one proxy kept apart, and one service under its two names."""

import json
import sys

import pytest
from support.aliases import Aliases
from support.aws import SERVICE, client, code_of, is_miss, recording, replaying, tags
from support.sigv4 import Key
from support.wire import Connection

NEW = "codeconnections"


def life(service, name, seen):
    """A step at a time: two sessions that take turns would spoil each other's answers, were they one."""
    arn = service.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
    yield
    for state in ("new", "old"):
        seen.append(service.list_tags_for_resource(ResourceArn=arn)["Tags"])
        yield
        service.tag_resource(ResourceArn=arn, Tags=tags(state=state, name=name))
        yield
    seen.append(service.list_tags_for_resource(ResourceArn=arn)["Tags"])
    yield
    service.delete_connection(ConnectionArn=arn)


def expected(name):
    return [[], tags(state="new", name=name), tags(state="old", name=name)]


def record(deck, name="app-3f9c21d8", **options):
    with recording(deck, **options) as proxy:
        list(life(client(proxy), name, []))


WAYS = {
    "path": lambda name: {"path": f"/@{name}"},
    "path with a slash": lambda name: {"path": f"/@{name}/"},
    "access key": lambda name: {"access": f"tapedeck_{name}"},
    "app id": lambda name: {"user_agent_appid": f"tapedeck_{name}"},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_session_gets_the_whole_tape(deck, way):
    record(deck)
    with replaying(deck, "--strict", "--explain", "--fail-on-unused") as proxy:
        names = {"w1": "app-b07e55a1", "w2": "app-77aa0c1e"}
        seen = {each: [] for each in names}
        lives = [life(client(proxy, **way(each)), name, seen[each]) for each, name in names.items()]
        while lives:
            lives = [each for each in lives if next(each, lives) is None]
        assert seen == {each: expected(name) for each, name in names.items()}
    for each in names:
        assert f"[{each}] {SERVICE}:CreateConnection" in proxy.ended.err, proxy.ended


def test_the_environment_names_a_session(deck):
    record(deck)
    create = "create_connection(ConnectionName='app-3f9c21d8', ProviderType='GitHub')"
    code = f"import boto3; boto3.client('{SERVICE}').{create}"
    command = ["--explain", "--", sys.executable, "-c", code]
    ended = deck.run("replay", "app.cassette", *command, AWS_SDK_UA_APP_ID="tapedeck_w1")
    assert ended.status == 0 and f"[w1] {SERVICE}:CreateConnection: exchange 1" in ended.err, ended


def test_a_session_with_a_cassette_of_its_own(deck):
    deck.path("own").mkdir()
    with recording(deck) as proxy:
        client(proxy).create_connection(ConnectionName="common", ProviderType="GitHub")
    with recording(deck, cassette="own/path.cassette") as proxy:
        client(proxy).create_connection(ConnectionName="special", ProviderType="GitHub")
    for way in set(WAYS) - {"path"}:
        deck.path(f"own/{way.replace(' ', '-')}.cassette").write_bytes(deck.path("own/path.cassette").read_bytes())
    with replaying(deck, "--session-cassettes", "own", status=3) as proxy:
        for name, way in WAYS.items():
            session = name.replace(" ", "-")
            own, other = client(proxy, **way(session)), client(proxy, **way(f"{session}-2"))
            assert code_of(own.create_connection, ConnectionName="special", ProviderType="GitHub") is None
            assert is_miss(own.create_connection, ConnectionName="common", ProviderType="GitHub")
            assert code_of(other.create_connection, ConnectionName="common", ProviderType="GitHub") is None
            assert is_miss(other.create_connection, ConnectionName="special", ProviderType="GitHub")


NO_NAMES = ["..", ".", "", "../outside", "..%2Foutside", "w1%00", ".hidden", "-w", "a" * 65]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_makes_no_session_and_leads_nowhere(deck, name):
    deck.path("own").mkdir()
    with recording(deck) as proxy:
        client(proxy).list_connections()
    stray = ["outside.cassette", ".cassette", "own/.cassette", "own/.hidden.cassette", f"own/{'a' * 65}.cassette"]
    with recording(deck, cassette="stray.cassette") as proxy:
        client(proxy).create_connection(ConnectionName="stray", ProviderType="GitHub")
    for each in stray:
        deck.path(each).write_bytes(deck.path("stray.cassette").read_bytes())

    calls = [("CreateConnection", {"ConnectionName": "stray", "ProviderType": "GitHub"}), ("ListConnections", {})]
    with replaying(deck, "--session-cassettes", "own", "--explain", status=3) as proxy:
        found = []
        for path, access, agent in [
            (f"/@{name}/", "k", "x"),
            ("/", f"tapedeck_{name}", "x"),
            ("/", "k", f"Boto3/1 app/tapedeck_{name}"),
        ]:
            for operation, members in calls:
                fields = [("X-Amz-Target", f"CodeStar_connections_20191201.{operation}"),
                          ("Content-Type", "application/x-amz-json-1.0")]
                with Connection(proxy.endpoint) as connection:
                    key = Key(access, "secret", service=SERVICE)
                    request = key.request(connection.host, "POST", path, [*fields, ("User-Agent", agent)],
                                          json.dumps(members).encode())
                    found.append(connection.exchange(request))
    strays, commons = found[::2], found[1::2]
    assert [answer.status for answer in strays] == [400, 400, 400]
    assert all(b"TapedeckMiss" in answer.body for answer in strays)
    assert [answer.status for answer in commons[1:]] == [200, 200], "the common tape answers"
    assert not any(line.lstrip().startswith("[") for line in proxy.ended.err.splitlines()), proxy.ended


@pytest.mark.parametrize("recorded, live", [(SERVICE, NEW), (NEW, SERVICE)])
def test_one_cassette_for_both_names_of_a_service(deck, recorded, live):
    with recording(deck) as proxy:
        service = client(proxy, recorded)
        arn = service.create_connection(ConnectionName="app-3f9c21d8", ProviderType="GitHub")["ConnectionArn"]
        service.tag_resource(ResourceArn=arn, Tags=tags(owner="me"))
        host = service.create_host(
            Name="ghes", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://ghes.example"
        )["HostArn"]
        service.create_connection(ConnectionName="second", HostArn=host)
        listed = service.list_connections()["Connections"]
        service.delete_connection(ConnectionArn=arn)
        gone = code_of(service.get_connection, ConnectionArn=arn)
    assert f":{recorded}:" in arn and f":{recorded}:" in host
    with replaying(deck, "--strict", "--fail-on-unused") as proxy:
        service = client(proxy, live)
        new = service.create_connection(ConnectionName="app-b07e55a1", ProviderType="GitHub")["ConnectionArn"]
        aliases = Aliases()
        expected = arn.replace(recorded, live)
        assert aliases.restored(new, expected) == expected
        service.tag_resource(ResourceArn=new, Tags=tags(owner="me"))
        new_host = service.create_host(
            Name="ghes", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://ghes.example"
        )["HostArn"]
        expected = host.replace(recorded, live)
        assert aliases.restored(new_host, expected) == expected
        service.create_connection(ConnectionName="second", HostArn=new_host)
        answer = json.dumps(service.list_connections()["Connections"])
        expected = json.dumps(listed).replace(f":{recorded}:", f":{live}:").replace("3f9c21d8", "b07e55a1")
        assert aliases.restored(answer, expected) == expected
        service.delete_connection(ConnectionArn=new)
        assert code_of(service.get_connection, ConnectionArn=new) == gone == "ResourceNotFoundException"


def test_an_arn_of_the_old_name_is_good_for_the_new_service(deck):
    """State files keep ARNs: who moves to the new name goes on with the old ones."""
    with recording(deck) as proxy:
        service = client(proxy)
        arn = service.create_connection(ConnectionName="one", ProviderType="GitHub")["ConnectionArn"]
        service.get_connection(ConnectionArn=arn)
    with replaying(deck) as proxy:
        assert client(proxy, NEW).get_connection(ConnectionArn=arn)["Connection"]["ConnectionName"] == "one"


@pytest.mark.parametrize("recorded, live", [(SERVICE, NEW), (NEW, SERVICE)])
def test_two_names_are_two_services_where_a_flag_says_so(deck, recorded, live):
    with recording(deck) as proxy:
        client(proxy, recorded).list_connections()
    with replaying(deck, "--no-renamed-services", status=3) as proxy:
        assert is_miss(client(proxy, live).list_connections)
        assert code_of(client(proxy, recorded).list_connections) is None

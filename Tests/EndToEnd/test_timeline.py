# SPDX-License-Identifier: Apache-2.0
"""The place on the tape: clients that poll more or less often, run in another order, or run beside each other."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.aliases import restored
from support.aws import client, code_of, is_miss, recording, replaying, tags


@pytest.fixture
def arn(deck):
    """A connection that became AVAILABLE when it was read for the third time, and was tagged between reads."""
    with deck.start("simulate", "--seed", "1", "--handshake", "after=3") as simulator:
        with recording(deck, simulator.endpoint) as proxy:
            service = client(proxy)
            arn = service.create_connection(ConnectionName="one", ProviderType="GitHub")["ConnectionArn"]
            assert [status(service, arn) for _ in range(3)] == ["PENDING", "PENDING", "AVAILABLE"]
            assert tags_of(service, arn) == {}
            service.tag_resource(ResourceArn=arn, Tags=tags(state="new"))
            assert [tags_of(service, arn) for _ in range(2)] == [{"state": "new"}] * 2
            service.tag_resource(ResourceArn=arn, Tags=tags(state="old"))
            assert tags_of(service, arn) == {"state": "old"}
            service.delete_connection(ConnectionArn=arn)
            assert code_of(service.get_connection, ConnectionArn=arn) == "ResourceNotFoundException"
    return arn


def status(service, arn):
    return service.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"]


def tags_of(service, arn):
    return {tag["Key"]: tag["Value"] for tag in service.list_tags_for_resource(ResourceArn=arn)["Tags"]}


def create(service):
    return service.create_connection(ConnectionName="one", ProviderType="GitHub")["ConnectionArn"]


@pytest.mark.parametrize(
    "options, polls",
    [
        ([], ["PENDING"]),
        ([], ["PENDING", "PENDING", "AVAILABLE", "AVAILABLE", "AVAILABLE", "AVAILABLE"]),
        (["--polls", "collapse"], ["AVAILABLE", "AVAILABLE"]),
    ],
    ids=["fewer", "more", "collapsed"],
)
def test_polls_of_a_handshake(deck, arn, options, polls):
    with replaying(deck, *options) as proxy:
        service = client(proxy)
        assert restored(create(service), arn) == arn
        assert [status(service, arn) for _ in polls] == polls
        service.delete_connection(ConnectionArn=arn)
        assert code_of(service.get_connection, ConnectionArn=arn) == "ResourceNotFoundException"


@pytest.mark.parametrize("options", [[], ["--polls", "collapse"]], ids=["recorded", "collapsed"])
@pytest.mark.parametrize("polls", [1, 2, 4])
def test_no_poll_sees_past_a_change(deck, arn, polls, options):
    with replaying(deck, *options) as proxy:
        service = client(proxy)
        create(service)
        assert [tags_of(service, arn) for _ in range(polls)] == [{}] * polls
        service.tag_resource(ResourceArn=arn, Tags=tags(state="new"))
        assert [tags_of(service, arn) for _ in range(polls)] == [{"state": "new"}] * polls
        service.tag_resource(ResourceArn=arn, Tags=tags(state="old"))
        assert [tags_of(service, arn) for _ in range(polls)] == [{"state": "old"}] * polls


def test_a_read_that_nobody_asked_for_before_a_change_is_passed_over(deck, arn):
    with replaying(deck) as proxy:
        service = client(proxy)
        create(service)
        service.tag_resource(ResourceArn=arn, Tags=tags(state="new"))
        assert tags_of(service, arn) == {"state": "new"}


def test_sequential_gives_answers_one_by_one_whatever_was_changed(deck, arn):
    with replaying(deck, "--order", "sequential") as proxy:
        service = client(proxy)
        answers = [tags_of(service, arn) for _ in range(5)]
    assert answers == [{}, {"state": "new"}, {"state": "new"}, {"state": "old"}, {"state": "old"}]


def test_unused_exchanges_fail_where_that_is_asked_for(deck, arn):
    with replaying(deck, "--fail-on-unused", status=3) as proxy:
        create(client(proxy))
    assert "never asked for" in proxy.ended.err and "GetConnection" in proxy.ended.err


# What each of several clients does with a connection of its own: a step at a time, so that they can be interleaved.
def steps(service, name, seen):
    arn = service.create_connection(ConnectionName=name, ProviderType="GitHub")["ConnectionArn"]
    yield
    seen.append(service.get_connection(ConnectionArn=arn)["Connection"]["ConnectionName"])
    yield
    seen.append(tags_of(service, arn))
    yield
    service.tag_resource(ResourceArn=arn, Tags=tags(owner=name))
    yield
    seen.append(tags_of(service, arn))
    yield
    service.untag_resource(ResourceArn=arn, TagKeys=["owner"])
    yield
    seen.append(tags_of(service, arn))
    yield
    service.delete_connection(ConnectionArn=arn)
    yield
    seen.append(code_of(service.get_connection, ConnectionArn=arn))


def expected(name):
    return [name, {}, {"owner": name}, {}, "ResourceNotFoundException"]


def in_turns(clients):
    while clients:
        clients = [each for each in clients if next(each, clients) is None]


def one_after_another(clients):
    for each in clients:
        list(each)


def one_ahead_of_the_next(clients):
    """The last is done before the first has begun; in between each is some steps ahead of the one before it."""
    for turn in range(3 * len(clients) + 10):
        for index, each in enumerate(reversed(clients)):
            if turn >= 3 * index:
                next(each, None)


def in_threads(clients):
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(list, clients))


def at_random(seed):
    """Now one, now another, each some steps at a time."""

    def order(clients):
        source = random.Random(seed)
        clients = list(clients)
        while clients:
            chosen = source.choice(clients)
            if any(next(chosen, clients) is clients for _ in range(source.choice([1, 1, 2, 4]))):
                clients.remove(chosen)

    order.__name__ = f"at_random_{seed}"
    return order


OLD = [f"app-{digits}" for digits in "3f9c21d8 51be90f7 0d4471b2 c9e2a865 1b7c20d5 8ae4f310 60fd2b97 d3518c4e".split()]
NEW = [f"app-{digits}" for digits in "b07e55a1 77aa0c1e 1c6fd930 e48b52f6 2d90a7b3 95cf1e04 4be86d72 f1073a5c".split()]
ORDERS = [
    (in_turns, in_threads),
    (in_threads, in_turns),
    (in_threads, one_after_another),
    (one_after_another, in_turns),
    (one_after_another, in_threads),
    (in_turns, one_ahead_of_the_next),
    (at_random(1), one_ahead_of_the_next),
    (at_random(2), at_random(3)),
]


@pytest.mark.parametrize("recorded, replayed", ORDERS, ids=lambda order: order.__name__)
@pytest.mark.parametrize("count, names", [(4, OLD), (8, NEW)], ids=["4 with the same names", "8 with new names"])
def test_clients_with_resources_of_their_own(deck, count, names, recorded, replayed):
    def run(proxy, order, names):
        service = client(proxy, max_pool_connections=count)
        seen = {name: [] for name in names}
        order([steps(service, name, seen[name]) for name in names])
        assert seen == {name: expected(name) for name in names}

    with recording(deck) as proxy:
        run(proxy, recorded, OLD[:count])
    with replaying(deck, "--fail-on-unused") as proxy:
        run(proxy, replayed, names[:count])


def test_strict_answers_each_exchange_once(deck, arn):
    with replaying(deck, "--strict", status=3) as proxy:
        service = client(proxy)
        create(service)
        assert [status(service, arn) for _ in range(3)] == ["PENDING", "PENDING", "AVAILABLE"]
        assert is_miss(service.get_connection, ConnectionArn=arn)
        assert is_miss(service.create_connection, ConnectionName="one", ProviderType="GitHub")


def test_strict_takes_what_was_recorded(deck, arn):
    with replaying(deck, "--strict", "--fail-on-unused") as proxy:
        service = client(proxy)
        create(service)
        assert [status(service, arn) for _ in range(3)] == ["PENDING", "PENDING", "AVAILABLE"]
        assert tags_of(service, arn) == {}
        service.tag_resource(ResourceArn=arn, Tags=tags(state="new"))
        assert [tags_of(service, arn) for _ in range(2)] == [{"state": "new"}] * 2
        service.tag_resource(ResourceArn=arn, Tags=tags(state="old"))
        assert tags_of(service, arn) == {"state": "old"}
        service.delete_connection(ConnectionArn=arn)
        assert code_of(service.get_connection, ConnectionArn=arn) == "ResourceNotFoundException"


def test_strict_refuses_another_order_within_a_resource(deck, arn):
    with replaying(deck, "--strict", status=3) as proxy:
        service = client(proxy)
        create(service)
        assert is_miss(service.delete_connection, ConnectionArn=arn)
        assert is_miss(service.list_tags_for_resource, ResourceArn=arn)
        assert status(service, arn) == "PENDING"


def test_explain_has_a_line_for_each_request(deck, arn):
    with replaying(deck, "--explain", status=3) as proxy:
        service = client(proxy)
        create(service)
        for _ in range(4):
            status(service, arn)
        assert is_miss(service.list_hosts)
    lines = [line.strip() for line in proxy.ended.err.splitlines() if line.startswith("  codestar-connections:")]
    actions = ["CreateConnection: exchange 1, equal", *(f"GetConnection: exchange {n}, equal" for n in (2, 3, 4))]
    assert lines[:5] == [f"codestar-connections:{each}" for each in [*actions, "GetConnection: exchange 4, again"]]
    assert any("miss: codestar-connections:ListHosts: " in line for line in proxy.ended.err.splitlines())

# SPDX-License-Identifier: Apache-2.0
"""Recordings whose clients keep count of what they saw."""

import json
import threading

from .cassette import Cassette
from .sigv4 import Key
from .upstream import Answer
from .wire import Closed, Connection

TARGET = "com.amazonaws.codeconnections.CodeConnections_20231201.CreateConnection"
FIELDS = [("X-Amz-Target", TARGET), ("Content-Type", "application/x-amz-json-1.0")]
BODY = json.dumps({"ConnectionArn": "a" * 600}).encode()
ANSWER = Answer(fields=[("Content-Type", "application/x-amz-json-1.0")], body=BODY)


class Client:
    """A connection through the proxy, and the names of the calls whose answers it saw end."""

    def __init__(self, proxy):
        self.seen: list[str] = []
        self.endpoint = proxy.endpoint
        self.key = Key(*proxy.key, service="codeconnections")
        self.connection = Connection(self.endpoint)

    def call(self, name, filler=""):
        """The status, or None where the answer broke off."""
        body = json.dumps({"ConnectionName": name, "Filler": filler}).encode()
        try:
            request = self.key.request(self.connection.host, "POST", "/", FIELDS, body)
            answer = self.connection.exchange(request)
        except (Closed, OSError):
            self.connection = Connection(self.endpoint)
            return None
        if answer.status == 200:
            self.seen.append(name)
        else:
            assert answer.status == 400 and b"TapedeckJournalFailed" in answer.body, answer
        return answer.status


def names_in(path):
    return [exchange["request"]["json"]["ConnectionName"] for exchange in Cassette(path).exchanges]


def record(deck, upstream, *options, name="disk/app.cassette", verb="record", **more):
    return deck.start(verb, deck.path(name), "--upstream", upstream.url, *options, **more)


def make_cassette(deck, upstream, name, calls):
    deck.path(name).parent.mkdir(exist_ok=True)
    with record(deck, upstream, name=name) as proxy:
        client = Client(proxy)
        for number in range(calls):
            assert client.call(f"old-{number}") == 200
        assert proxy.stop().status == 0
    return deck.path(name)


def run_threads(work, count):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

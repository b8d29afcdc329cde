# SPDX-License-Identifier: Apache-2.0
"""Many clients at once: each sees what it made, whole and once, whatever the others do meanwhile."""

import os
import random
import threading
import time

from support.simulator import RawClient

CLIENTS = 32
# A minute shows more; the tests of every change have less time.
SECONDS = float(os.environ.get("TAPEDECK_SOAK_SECONDS") or 3)
# All clients together stay under the quota of connections.
ROOM = 250 // CLIENTS


class Worker(threading.Thread):
    def __init__(self, running, number, end):
        super().__init__(daemon=True)
        self.raw = RawClient(running, ("codestar-connections", "codeconnections")[number % 2])
        self.random = random.Random(number)
        self.name_prefix, self.end = f"w{number}-", end
        self.mine: dict[str, dict[str, str]] = {}
        self.made, self.calls, self.failure = set(), 0, None

    def run(self):
        try:
            while time.monotonic() < self.end:
                self.step()
            assert self.listed() == set(self.mine)
        except BaseException as error:
            self.failure = error

    def call(self, operation, **parameters):
        self.calls += 1
        status, body = self.raw.call(operation, parameters)
        assert status == 200, (operation, body)
        return body

    def step(self):
        choice = self.random.random()
        if len(self.mine) < ROOM and (choice < 0.3 or not self.mine):
            tags = [{"Key": "owner", "Value": self.name_prefix}]
            name = f"{self.name_prefix}{len(self.made)}"
            arn = self.call("CreateConnection", ConnectionName=name, ProviderType="GitHub", Tags=tags)["ConnectionArn"]
            assert arn not in self.made, "an ARN is never given twice"
            self.made.add(arn)
            self.mine[arn] = {"owner": self.name_prefix}
            return
        arn = self.random.choice(list(self.mine))
        if choice < 0.5:
            key, value = f"k{self.random.randrange(5)}", str(self.calls)
            self.call("TagResource", ResourceArn=arn, Tags=[{"Key": key, "Value": value}])
            self.mine[arn][key] = value
        elif choice < 0.75:
            tags = self.call("ListTagsForResource", ResourceArn=arn)["Tags"]
            assert {tag["Key"]: tag["Value"] for tag in tags} == self.mine[arn]
        elif choice < 0.9:
            self.call("DeleteConnection", ConnectionArn=arn)
            del self.mine[arn]
            status, body = self.raw.call("GetConnection", {"ConnectionArn": arn})
            assert status == 400 and body["__type"].endswith("#ResourceNotFoundException")
        else:
            assert self.listed() == set(self.mine)

    def listed(self) -> set[str]:
        """What a walk through all pages shows of this client's; each at most once."""
        seen, token = [], {}
        while True:
            page = self.call("ListConnections", MaxResults=17, **token)
            seen += [each["ConnectionArn"] for each in page["Connections"]]
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        assert len(seen) == len(set(seen))
        return self.made & set(seen)


def test_32_clients_at_once(simulator):
    end = time.monotonic() + SECONDS
    workers = [Worker(simulator, number, end) for number in range(CLIENTS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(SECONDS + 60)
        assert not worker.is_alive()
    assert not [worker.failure for worker in workers if worker.failure]
    assert sum(worker.calls for worker in workers) > CLIENTS * 10
    made = [arn for worker in workers for arn in worker.made]
    assert len(made) == len(set(made))
    assert workers[0].listed() == set(workers[0].mine)

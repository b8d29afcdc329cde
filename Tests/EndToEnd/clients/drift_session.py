# SPDX-License-Identifier: Apache-2.0
"""One run of one of the sessions of scripts/fidelity, with what else may differ from run to run.

Usage: drift_session.py PLAN.json LOG.jsonl; the plan names the session, the plan of its run, and any of `region` (another
for clients that name none), `order` (the seed of the tests' order) and `words` (names are words: brave-otter-17).
"""

import json
import random
import sys

from fidelity import client
from fidelity import run as running
from fidelity.names import Names

ADJECTIVES = ["brave", "calm", "dusty", "eager", "fuzzy", "gentle", "happy", "icy", "jolly", "keen"]
ANIMALS = ["otter", "lynx", "heron", "badger", "newt", "viper", "koala", "ibis", "moose", "gecko"]


def word(names, count=8):
    return names.kept(
        f"{names.random.choice(ADJECTIVES)}-{names.random.choice(ANIMALS)}-{names.random.randrange(10, 100)}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        told = json.load(file)
    if told.get("words"):
        Names.word = word
    if told.get("region"):
        elsewhere(told["region"])
    if told.get("order"):
        tests = client.tests_of
        client.tests_of = lambda module: random.Random(told["order"]).sample(tests(module), len(tests(module)))
    with open(sys.argv[2], "w", encoding="utf-8") as log:
        client.run_tests(client.modules()[told["session"]], running.Plan(**told["plan"]), log)


def elsewhere(region):
    made = running.Run.client

    def client_there(run, service, region=region, **options):
        return made(run, service, region=region, **options)

    running.Run.client = client_there


if __name__ == "__main__":
    main()

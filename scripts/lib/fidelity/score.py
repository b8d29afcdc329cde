# SPDX-License-Identifier: Apache-2.0
"""Counts the calls of a replayed run that got what the live server had answered."""

import itertools
import re
from dataclasses import dataclass, field

from support.aliases import Aliases

from fidelity import compare, outcome

# Of more, all orders are too many to try.
MOST_ALIKE = 6
POLL = re.compile(r"(.*/poll\d+)\.(\d+)")


def scope_of(key):
    return key.split("/")[0]


@dataclass
class Score:
    """Of `expected` calls `right` were answered as recorded; the others missed, got something else, or were never
    made, because the test that would have made them had failed."""

    expected: int = 0
    right: int = 0
    missed: int = 0
    other: int = 0
    unmade: int = 0
    redacted: int = 0
    notes: list = field(default_factory=list)

    def add(self, more):
        for name in ("expected", "right", "missed", "other", "unmade", "redacted"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.notes += more.notes


class Recording:
    """What the log of a recorded run holds, by key; `now` is when the run took itself to be."""

    def __init__(self, lines, now):
        self.now = now
        self.calls = {line["key"]: line for line in lines if line["kind"] == "call"}
        self.names = {(line["scope"], line["index"]): line["value"] for line in lines if line["kind"] == "name"}
        # The answers of each poll, in order.
        self.polls = {}
        for key, line in self.calls.items():
            if match := POLL.fullmatch(key):
                self.polls.setdefault(match[1], []).append(line)

    def plain_keys(self):
        return [key for key in self.calls if not POLL.fullmatch(key)]

    def renaming(self, lines, twins=None):
        """What the recorded names are in a run with these lines, whose scopes stand for those that `twins` has for
        them, or for those of the same name."""
        twins = twins or {}
        return compare.Renaming(
            (self.names[place], line["value"]) for line in lines if line["kind"] == "name"
            for place in [(twins.get(line["scope"], line["scope"]), line["index"])] if place in self.names)

    def alike(self):
        """The scopes that made the same calls in the same order, but for names: lists of two or more."""
        courses = {}
        for key in self.plain_keys():
            line = self.calls[key]
            courses.setdefault(scope_of(key), []).append((line["service"], line["operation"]))
        groups = {}
        for scope, course in courses.items():
            groups.setdefault(tuple(course), []).append(scope)
        return [scopes for scopes in groups.values() if 1 < len(scopes) <= MOST_ALIKE]

    def wanted(self, key):
        """The call whose answer is right for a call with this key: of a poll that goes on for longer than recorded,
        the last."""
        if key in self.calls:
            return self.calls[key]
        match = POLL.fullmatch(key)
        answers = self.polls.get(match[1]) if match else None
        return answers[-1] if answers else None


def score(recording, lines, allowed=None, live=False):
    """With `live` the lines are of another live run, whose ids are its own."""
    result = Score()
    twins = twins_of(recording, lines, live)
    renaming = recording.renaming(lines, twins)
    aliases = Aliases()
    made = set()
    for line in lines:
        if line["kind"] == "call":
            made.add(line["key"])
            judge(result, recording.wanted(twin(line["key"], twins)), line, renaming, aliases, live)
        elif line["kind"] == "failed":
            result.notes.append(f"{line['test']} failed: {line['error'].strip().splitlines()[-1][:300]}")
    if not any(line["kind"] == "end" for line in lines):
        result.notes.append("the run did not come to its end")
    for key in recording.plain_keys():
        if key not in made and (allowed is None or key in allowed):
            result.expected += 1
            result.unmade += 1
    count_polls(result, recording, lines, made, allowed)
    return result


def twin(key, twins):
    scope, _, rest = key.partition("/")
    return f"{twins.get(scope, scope)}/{rest}"


def twins_of(recording, lines, live):
    """Threads that do the same with other names cannot be told from each other, by replay or by anyone: each may stand
    for any, one for one. Of all ways to pair them, the one in which most calls are right; the recorded one if it is."""
    found = {}
    by_scope = {}
    for line in lines:
        if line["kind"] == "call":
            by_scope.setdefault(scope_of(line["key"]), []).append(line)
    for scopes in recording.alike():
        right = {}
        for scope, recorded in itertools.product(scopes, repeat=2):
            # The names of the others would contradict this pair's.
            known = [line for line in lines if line.get("scope") == scope or line.get("scope") not in scopes]
            calls = by_scope.get(scope, ())
            right[scope, recorded] = right_calls(recording, known, calls, {scope: recorded}, live)
        best = max(itertools.permutations(scopes), key=lambda order: sum(right[pair] for pair in zip(scopes, order)))
        found.update(zip(scopes, best))
    return found


def right_calls(recording, lines, calls, twins, live):
    result = Score()
    renaming = recording.renaming(lines, twins)
    aliases = Aliases()
    for line in calls:
        judge(result, recording.wanted(twin(line["key"], twins)), line, renaming, aliases, live)
    return result.right


def judge(result, wanted, line, renaming, aliases, live):
    result.expected += 1
    where = f"{line['key']} {line['service']}:{line['operation']}"
    if wanted is None:
        result.other += 1
        result.notes.append(f"{where}: was never recorded")
        return
    one, other = wanted["outcome"], line["outcome"]
    if live:
        one, other, renaming = compare.shape(renaming.tree(one)), compare.shape(other), compare.NONE
    found = compare.differences(one, other, renaming, wanted["at"], line["at"], aliases)
    result.redacted += 1 if found.redacted else 0
    if not found.differences:
        result.right += 1
    elif outcome.is_miss(line["outcome"]):
        result.missed += 1
        result.notes.append(f"{where}: {str(line['outcome'].get('message'))[:500]}")
    else:
        result.other += 1
        result.notes.append(f"{where}: {'; '.join(found.differences[:3])}")


def count_polls(result, recording, lines, made, allowed):
    """Polls that were planned and not made: all that were to come when their test failed."""
    planned = {
        f"{line['scope']}/poll{line['poll']}": line["planned"] for line in lines if line["kind"] == "poll"}
    if allowed is not None:
        return
    for poll, answers in recording.polls.items():
        asked = sum(1 for key in made if key.startswith(poll + "."))
        # How often a waiter asks is the answers' to say: one that was begun was asked as often as it was.
        count = planned[poll] if planned.get(poll) else asked if poll in planned else len(answers)
        if count > asked:
            result.expected += count - asked
            result.unmade += count - asked

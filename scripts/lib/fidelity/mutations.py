# SPDX-License-Identifier: Apache-2.0
"""Requests with one value changed: what replay says to them, beside what the live server says."""

from dataclasses import dataclass, field

from fidelity import compare, outcome, processes


@dataclass
class Count:
    """Of `total` mutated requests `missed` got no answer, which is right; `harmless` got the answer of the recorded
    request, which is the live server's too; `known` got another, which is the live server's; `wrong` got the answer of
    the recorded request, which is not the live server's; `astray` got yet another, which is not either."""

    total: int = 0
    missed: int = 0
    harmless: int = 0
    known: int = 0
    wrong: int = 0
    astray: int = 0
    notes: list = field(default_factory=list)

    def add(self, more):
        for name in ("total", "missed", "harmless", "known", "wrong", "astray"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.notes += more.notes


def chosen(recording, chance, count):
    """Keys of calls to mutate, each with a seed: of tests without threads, whose course is the same each time."""
    keys = [
        key for key in recording.plain_keys()
        if "." not in key.split("/")[0] and recording.calls[key].get("parameters")]
    chance.shuffle(keys)
    return {key: chance.randrange(2**31) for key in keys[:count]}


def judge(recording, baseline, truths, lines):
    """Counts the mutated requests of one replayed run."""
    count = Count()
    renaming = recording.renaming(lines)
    unmutated = {line["key"]: line for line in baseline if line["kind"] == "call"}
    true = {line["key"]: line for line in truths if line["kind"] == "mutated"}
    for line in lines:
        if line["kind"] != "mutated" or line["key"] not in true or line["key"] not in unmutated:
            continue
        # The same change, though what it is made from may have other ids.
        if line["path"] == true[line["key"]]["path"]:
            sort_out(count, recording.calls[line["key"]], unmutated[line["key"]], true[line["key"]], line, renaming)
    return count


def sort_out(count, recorded, unmutated, true, line, renaming):
    count.total += 1
    got = line["outcome"]
    if outcome.is_miss(got):
        count.missed += 1
        return
    # A proxy that took the changed value for a new name would have put it into the answer.
    changed = compare.Renaming([(line["old"], line["new"])] if isinstance(line["old"], str) else [])
    same_answer = any(
        not compare.differences(wanted, got, compare.NONE, recorded["at"], line["at"]).differences
        for wanted in (renaming.tree(recorded["outcome"]), changed.tree(renaming.tree(recorded["outcome"]))))
    truth = compare.shape(true["outcome"])
    true_is_same = truth in (
        compare.shape(unmutated["outcome"]), compare.shape(changed.tree(unmutated["outcome"])))
    if same_answer and true_is_same:
        count.harmless += 1
    elif compare.shape(got) == truth:
        count.known += 1
    else:
        sort = "wrong" if same_answer else "astray"
        setattr(count, sort, getattr(count, sort) + 1)
        count.notes.append(
            f"{sort}: {line['key']} {line['service']}:{line['operation']} {line['path']} ({line['sort']}) "
            f"{str(line['old'])[:120]!r} -> {str(line['new'])[:120]!r}: "
            f"got {str(got)[:300]}, live {str(true['outcome'])[:300]}")


def plan(session, names, chosen_keys, **more):
    return {"session": session, "plan": {"seed": names[0], "now": names[1], "mutated": chosen_keys}, **more}


def ask_live(bench, session, live, names, keys):
    """The live server's answers: to the unmutated session, and to each mutated request. `names` is the seed of names
    and the time for those made of it."""
    if not keys:
        return [], []
    live.reset()
    env = processes.environment(
        bench.home, AWS_ENDPOINT_URL=live.url, AWS_DEFAULT_REGION="us-east-1", **processes.CREDENTIALS)
    logs = bench.log(session, "baseline"), bench.log(session, "truths")
    processes.run(processes.client(plan(session, names, {}), logs[0]), env)
    processes.run(processes.client(plan(session, names, keys, truths=live.url + "/fidelity/reset"), logs[1]), env)
    return [processes.lines(log) for log in logs]

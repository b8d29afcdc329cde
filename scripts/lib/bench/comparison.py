# SPDX-License-Identifier: Apache-2.0
"""What changed between two results of scripts/bench, and what is only noise."""

from dataclasses import dataclass

from .report import number

# Rows of these units are the same on every machine.
PORTABLE = {"B each", "instructions", "%"}
# More of these is better; of all else less is.
RATES = {"req/s", "MB/s"}
# Of what a machine measures, a row with a single round may be off by so much; of what it counts, by so little.
SINGLE, COUNTED = 0.10, 0.01
# Less is no change, whatever the spread says.
LEAST = 0.01
# What absolute numbers depend on.
MACHINE = ("cpu", "cores", "kernel")


@dataclass
class Change:
    section: str
    name: str
    """What is compared: `ratio`, `count`, or `absolute`, which only tells something on one machine."""
    kind: str
    old: float
    new: float
    """How much better (above 0) or worse, relative to the old value."""
    gain: float
    """Whether the rounds of the two results do not overlap."""
    is_real: bool
    unit: str


@dataclass
class Comparison:
    changes: list
    gone: list
    added: list
    is_one_machine: bool

    def judged(self):
        """What may be called better or worse: ratios and counts, and all else where both are of one machine."""
        return [change for change in self.changes if change.kind != "absolute" or self.is_one_machine]

    def regressions(self, percent):
        return [change for change in self.judged() if change.is_real and change.gain < -percent / 100]


def compare(old, new):
    """Of two documents that scripts/bench has written."""
    before = {row["name"]: row for row in old["rows"] if row["value"] is not None}
    after = {row["name"]: row for row in new["rows"] if row["value"] is not None}
    changes = [change(before[name], row) for name, row in after.items() if name in before]
    order = {"ratio": 0, "count": 1, "absolute": 2}
    return Comparison(
        changes=sorted(changes, key=lambda change: order[change.kind]),
        gone=[name for name in before if name not in after], added=[name for name in after if name not in before],
        is_one_machine=all(old.get(key) == new.get(key) for key in MACHINE))


def change(old, new):
    if old.get("ratio") is not None and new.get("ratio") is not None:
        kind, unit = "ratio", "%"
    else:
        kind, unit = "count" if new["unit"] in PORTABLE else "absolute", new["unit"]
    left, right = spread(old, kind), spread(new, kind)
    # Of a ratio, and of a rate, more is better.
    is_more_better = kind == "ratio" or unit in RATES
    base = abs(left[1]) or 1
    gain = (right[1] - left[1]) / base * (1 if is_more_better else -1)
    is_apart = right[0] > left[2] or right[2] < left[0]
    return Change(
        section=new.get("section", ""), name=new["name"], kind=kind, old=left[1], new=right[1], gain=gain,
        is_real=is_apart and abs(gain) >= LEAST, unit=unit)


def spread(row, kind):
    """Least, median and most of a row's rounds; of a single one, as far as it may be off."""
    if kind == "ratio":
        low, middle, high = row.get("ratioMin", row["ratio"]), row["ratio"], row.get("ratioMax", row["ratio"])
    else:
        low, middle, high = row.get("min", row["value"]), row["value"], row.get("max", row["value"])
    if row.get("rounds", 1) > 1:
        return low, middle, high
    off = abs(middle) * (COUNTED if kind == "count" else SINGLE)
    return low - off, middle, high + off


def report(comparison, old, new):
    """The lines that tell a comparison: ratios first, then counts, then what only tells something on one machine."""
    yield f"old: {label(old)}"
    yield f"new: {label(new)}"
    if not comparison.is_one_machine:
        yield "Two machines: absolute numbers are shown, not judged."
    yield ""
    calm = 0
    for change in comparison.changes:
        if not change.is_real:
            calm += 1
            continue
        word = "better" if change.gain > 0 else "worse"
        if change.kind == "absolute" and not comparison.is_one_machine:
            word = "another machine"
        yield f"{change.name:<62} {shown(change.old, change):>12} -> {shown(change.new, change):>12}  " + (
            f"{100 * abs(change.gain):.1f} % {word}" if word != "another machine" else word)
    yield f"{calm} of {len(comparison.changes)} rows did not change by more than their rounds differ."
    for names, what in ((comparison.gone, "no longer there"), (comparison.added, "new")):
        for name in names:
            yield f"{what}: {name}"


def shown(value, change):
    return f"{100 * value:.1f} %" if change.kind == "ratio" else f"{number(value)} {change.unit}"


def label(document):
    options = document.get("options", {})
    return (
        f"{document.get('commit')}, {document.get('date')}, {document.get('cores')} cores, {document.get('cpu')}, "
        f"{options.get('rounds')} rounds of {options.get('seconds')} s")

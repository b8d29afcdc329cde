# SPDX-License-Identifier: Apache-2.0
"""scripts/bench --compare: what is a change, what is noise, and what tells nothing on another machine."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from lib.bench import comparison, report  # noqa: E402


def row(name="replay", value=100.0, unit="req/s", spread=0.0, rounds=3, ratio=None, ratio_spread=0.0):
    told = {
        "section": "replay", "name": name, "unit": unit, "value": value, "min": value - spread, "max": value + spread,
        "rounds": rounds, "goal": None, "note": ""}
    if ratio is not None:
        told |= {"ratio": ratio, "ratioMin": ratio - ratio_spread, "ratioMax": ratio + ratio_spread}
    return told


def result(*rows, cpu="one"):
    return {
        "format": report.FORMAT, "date": "2026-11-23T08:00:00+00:00", "commit": "abc", "cores": 2, "cpu": cpu,
        "kernel": "Linux 6", "options": {"rounds": 3, "seconds": 3}, "rows": list(rows)}


def only_change(old, new, **machine):
    (change,) = comparison.compare(result(old), result(new, **machine)).changes
    return change


def test_rounds_that_overlap_are_noise():
    change = only_change(row(value=100, spread=10), row(value=85, spread=6))
    assert not change.is_real


def test_rounds_that_do_not_overlap_are_a_change():
    change = only_change(row(value=100, spread=5), row(value=85, spread=5))
    assert change.is_real and change.gain == pytest.approx(-0.15)


@pytest.mark.parametrize(
    ("unit", "is_better"),
    [("req/s", True), ("MB/s", True), ("µs", False), ("ms", False), ("s", False), ("MiB", False), ("B each", False)])
def test_more_of_a_rate_is_better_and_more_of_anything_else_is_worse(unit, is_better):
    change = only_change(row(value=100, unit=unit), row(value=150, unit=unit))
    assert change.is_real and (change.gain > 0) == is_better


def test_a_ratio_counts_in_place_of_the_number_it_is_of():
    old, new = row(value=100, ratio=0.8, ratio_spread=0.01), row(value=300, ratio=0.8, ratio_spread=0.01)
    change = only_change(old, new, cpu="another")
    assert (change.kind, change.is_real) == ("ratio", False)


def test_a_single_round_may_be_off_by_a_tenth_but_a_count_by_little():
    assert not only_change(row(value=100, rounds=1), row(value=115, rounds=1)).is_real
    assert only_change(row(value=100, rounds=1), row(value=125, rounds=1)).is_real
    counted = {"unit": "instructions", "rounds": 1}
    assert not only_change(row(value=1000, **counted), row(value=1015, **counted)).is_real
    assert only_change(row(value=1000, **counted), row(value=1030, **counted)).is_real


def test_a_change_of_less_than_a_hundredth_is_none():
    assert not only_change(row(value=1000), row(value=1009)).is_real


def test_absolute_numbers_of_two_machines_are_not_judged():
    slow = [row("replay", 50, ratio=0.5), row("start", 50, "ms"), row("disk", 50, "B each")]
    fast = [row("replay", 100, ratio=1.0), row("start", 10, "ms"), row("disk", 10, "B each")]
    here = comparison.compare(result(*fast), result(*slow))
    elsewhere = comparison.compare(result(*fast), result(*slow, cpu="another"))
    assert [change.name for change in here.regressions(5)] == ["replay", "disk", "start"]
    assert [change.name for change in elsewhere.regressions(5)] == ["replay", "disk"]


def test_rows_that_only_one_result_has_are_told():
    left_out = {"section": "large", "name": "large", "value": None, "unit": "", "goal": None, "note": "missing"}
    told = comparison.compare(result(row("a"), row("b"), left_out), result(row("b"), row("c"), left_out))
    assert (told.gone, told.added, len(told.changes)) == (["a"], ["c"], 1)


def test_nothing_comes_of_a_row_that_was_zero():
    assert only_change(row(value=0, unit="MiB"), row(value=2, unit="MiB")).gain == pytest.approx(-2)


def bench(*arguments):
    return subprocess.run([ROOT / "scripts/bench", *map(str, arguments)], capture_output=True, text=True, timeout=60)


@pytest.fixture
def files(tmp_path):
    def write(name, *rows, **machine):
        (tmp_path / name).write_text(json.dumps(result(*rows, **machine)))
        return tmp_path / name

    return write


def test_the_command_tells_ratios_first_and_fails_where_it_is_told_to(files):
    old = files("old.json", row("start", 10, "ms"), row("replay", 100, ratio=0.9), row("same", 5, "MiB"))
    new = files("new.json", row("start", 20, "ms"), row("replay", 100, ratio=0.6), row("same", 5, "MiB"))
    told = bench("--compare", old, new)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    worse = [line.split()[0] for line in lines if line.endswith("worse")]
    assert worse == ["replay", "start"] and "1 of 3 rows did not change" in told.stdout
    assert bench("--compare", old, new, "--fail-on-regression", 50).returncode == 1
    assert bench("--compare", old, new, "--fail-on-regression", 150).returncode == 0
    assert bench("--compare", new, old, "--fail-on-regression", 1).returncode == 0


@pytest.mark.parametrize("text", ["{}", "[]", "", '{"format": 99, "rows": []}'])
def test_what_is_no_result_is_refused(tmp_path, text):
    path = tmp_path / "old.json"
    path.write_text(text)
    told = bench("--compare", path, path)
    assert told.returncode == 2 and str(path) in told.stderr and "Traceback" not in told.stderr


def test_a_section_that_is_not_there_is_refused_before_anything_is_built():
    told = bench("--only", "nothing-like-it")
    assert told.returncode == 2 and "replay" in told.stderr


def test_every_section_is_in_the_docs():
    sections = re.findall(r'^    "(\w+)": ', (ROOT / "scripts/bench").read_text(), re.MULTILINE)
    told = (ROOT / "docs/benchmarks.md").read_text()
    assert sections and [name for name in sections if f"| `{name}` |" not in told] == []

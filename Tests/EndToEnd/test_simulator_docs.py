# SPDX-License-Identifier: Apache-2.0
"""docs/simulator.md tells all of the embedded service, and where each behaviour comes from."""

import re

from support.simulator import OPERATIONS, RawClient
from support.tapedeck import ROOT

PAGE = (ROOT / "docs/simulator.md").read_text()
MARKS = ("observed", "documented", "modelled", "assumed")


def tables():
    """The rows of each table of the page, without its head, as lists of cells."""
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in table.splitlines()]
        yield head, rows


def test_every_operation_is_named():
    assert {name for name in OPERATIONS if f"`{name}`" in PAGE} == set(OPERATIONS)


def test_every_behaviour_says_where_it_comes_from():
    rows = [row for head, rows in tables() if head[0] == "behaviour" for row in rows]
    assert len(rows) > 50
    unmarked = [row for row in rows if not any(mark in row[-1] for mark in MARKS)]
    assert not unmarked


def test_every_control_is_documented_twice(deck, simulator):
    with RawClient(simulator, "codeconnections") as raw:
        status, body = raw.admin("nothing")
    assert status == 404
    known = set(re.findall(r'"([a-z-]+)"', body["error"]))
    told = [{row[0].split()[0].strip("`") for row in rows} for head, rows in tables() if head[0] == "action"]
    assert told == [known, known]
    help_text = deck.run("simulate", "ctl", "--help").out
    assert set(re.findall(r"^  ([a-z][a-z-]+)  +[A-Z]", help_text, re.MULTILINE)) == known

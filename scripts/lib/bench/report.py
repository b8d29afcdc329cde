# SPDX-License-Identifier: Apache-2.0
"""The rows of a bench: printed as they come, written down as JSON at the end."""

import datetime
import json
import os
import platform
import re
import statistics
import subprocess

from .processes import CORES, ROOT

FORMAT = 1


def median_of(runs, key):
    return statistics.median(run[key] for run in runs)


def values_of(runs, key, divisor=1):
    return [run[key] / divisor for run in runs]


class Report:
    """Rows of the sections that are asked for. `prints` is false where JSON goes to stdout."""

    def __init__(self, prints=True):
        self.rows, self.prints, self.section = [], prints, ""

    def add(self, name, values, unit, ratios=None, goal=None, note=""):
        """One row. `values` are those of its rounds, of which the median counts, and so are `ratios`; or one number."""
        values = list(values) if hasattr(values, "__iter__") else [values]
        row = {
            "section": self.section, "name": name, "unit": unit, "value": statistics.median(values),
            "min": min(values), "max": max(values), "rounds": len(values), "goal": goal, "note": note}
        if ratios is not None:
            ratios = list(ratios) if hasattr(ratios, "__iter__") else [ratios]
            row |= {"ratio": statistics.median(ratios), "ratioMin": min(ratios), "ratioMax": max(ratios)}
        self.rows.append(row)
        if self.prints:
            print(line(row), flush=True)

    def skip(self, what, why):
        if self.prints:
            print(f"{what}: left out, {why}", flush=True)
        self.rows.append({"section": self.section, "name": what, "value": None, "unit": "", "goal": None, "note": why})

    def find(self, name):
        return next((row["value"] for row in self.rows if row["name"] == name), None)

    def document(self, options):
        return {"format": FORMAT, **machine(), "options": options, "rows": self.rows}


def number(value):
    return f"{value:,.{0 if abs(value) >= 100 else 3 if abs(value) < 1 else 1}f}"


def exchanges(count):
    return f"{count:,} exchange{'' if count == 1 else 's'}"


def line(row):
    text = f"{row['name']:<58} {number(row['value']):>10} {row['unit']:<6}"
    if row.get("ratio") is not None:
        text += f" {100 * row['ratio']:5.0f} %"
    if row["goal"] is not None:
        text += f"  (wanted: {row['goal']})"
    return f"{text}  {row['note']}".rstrip()


def machine():
    """What absolute numbers depend on."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as told:
            model = next((found[1] for found in map(re.compile(r"model name\s*:\s*(.*)").match, told) if found), model)
    except OSError:
        pass
    commit = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty", "--abbrev=12"], capture_output=True, text=True).stdout
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "date": now.isoformat(timespec="seconds"), "commit": commit.strip() or None, "cores": len(CORES),
        "cpu": model.strip(), "kernel": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None}


def write(path, document):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")

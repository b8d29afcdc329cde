# SPDX-License-Identifier: Apache-2.0
"""`cassettes/`: made by scripts/record-cassettes and by nothing else, free of secrets, and answered whole."""

import json
import re
import subprocess

import pytest
from support.cassette import Cassette
from support.simulator import MODELS, OPERATIONS
from support.tapedeck import BINARY, ROOT, environment

SCRIPT = ROOT / "scripts/record-cassettes"
# Name and scenario of each, in the order of the script.
SCENARIOS = dict(re.findall(r"^record ([\w-]+) \d+ \S+ \w+ \"\$scenarios/(\w+\.\w+)\"$", SCRIPT.read_text(), re.MULTILINE))
SHIPPED = {name: ROOT / f"cassettes/{name}.cassette" for name in SCENARIOS}


def test_the_script_makes_what_is_shipped():
    assert sorted(SHIPPED.values()) == sorted((ROOT / "cassettes").iterdir())
    assert list(SCENARIOS) == sorted(SCENARIOS) and len(SCENARIOS) >= 6


@pytest.mark.parametrize("name", SHIPPED)
def test_each_says_that_it_comes_from_the_embedded_service(name):
    cassette = Cassette(SHIPPED[name])
    assert cassette.header["sources"] == ["simulator"]
    for exchange in cassette.exchanges:
        assert ["x-tapedeck-simulator", "1"] in exchange["response"]["headers"], exchange["action"]
    assert SHIPPED[name].stat().st_size < 8000


def test_every_operation_and_every_modelled_error_is_there():
    assert {f"codeconnections:{name}" for name in OPERATIONS} <= set(Cassette(SHIPPED["tour"]).actions)
    answers = [exchange["response"] for exchange in Cassette(SHIPPED["errors"]).exchanges]
    codes = {answer["json"]["__type"].rpartition("#")[2] for answer in answers if answer["status"] != 200}
    assert {error.name for error in MODELS["codeconnections"].error_shapes} <= codes


def test_they_are_whole_and_hold_no_secret(deck):
    ended = deck.run("verify", *SHIPPED.values())
    assert ended.status == 0, ended


def test_recorded_anew_they_have_not_drifted(deck):
    folder = deck.path("anew")
    made = subprocess.run(
        [SCRIPT, folder], env=environment(deck.home, TAPEDECK=str(BINARY)), capture_output=True, text=True, timeout=240
    )
    assert made.returncode == 0, made.stderr
    for name, path in SHIPPED.items():
        ended = deck.run("diff", path, folder / path.name)
        assert ended.status == 0, f"{name}: run scripts/record-cassettes if this was meant\n{ended}"
        assert Cassette(path).actions == Cassette(folder / path.name).actions


def test_together_they_answer_all_that_they_were_recorded_from(deck):
    deck.path("all.sh").write_text(
        "set -e\n" + "".join(
            f"{'bash' if scenario.endswith('.sh') else 'python'} '{ROOT}/scripts/lib/cassettes/{scenario}'\n"
            for scenario in SCENARIOS.values()
        )
    )  # fmt: skip
    ended = deck.run(
        "replay", *SHIPPED.values(), "--fail-on-unused", "--report", "json=report.json", "--", "sh", deck.path("all.sh"),
        timeout=180,
    )  # fmt: skip
    assert ended.status == 0, ended
    report = json.loads(deck.path("report.json").read_text())
    assert report["counts"]["replayed"] == report["exchanges"] and report["verdict"] == "fine"

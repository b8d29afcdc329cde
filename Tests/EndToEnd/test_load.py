# SPDX-License-Identifier: Apache-2.0
"""The short form of scripts/soak: ten seconds of 200 connections, clients of many kinds, and a SIGTERM while all ask."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.tapedeck import BINARY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def load_generator():
    """What scripts/soak loads with: named, or built as it is today."""
    named = os.environ.get("TAPEDECK_BENCH")
    if named:
        return Path(named)
    if shutil.which("swift") is None:
        pytest.skip("the load generator is not built, and there is no Swift")
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "bench"]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout[-2000:]
    return ROOT / ".build/release/bench"


def test_two_hundred_connections_get_right_answers_and_leave_nothing_behind(load_generator):
    environment = {**os.environ, "TAPEDECK": str(BINARY), "TAPEDECK_BENCH": str(load_generator)}
    command = [ROOT / "scripts/soak", "--minutes", "0.17", "--connections", "200", "--no-build"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    # What checks nothing must not pass for what holds.
    assert len([line for line in lines if line.startswith("ok")]) >= 11 and "FAIL" not in told.stdout, told.stdout

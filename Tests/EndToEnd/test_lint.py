# SPDX-License-Identifier: Apache-2.0
"""The check of the sources finds what it is there for."""

import subprocess
import sys

import pytest
from support.tapedeck import ROOT

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def findings(root):
    command = [sys.executable, ROOT / "scripts/lib/check_sources.py", root]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == (1 if ended.stdout else 0), ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    "target, line, said",
    [
        ("Documents", "import Foundation", "pure"),
        ("Replay", "internal import NIOCore", "pure"),
        ("Engine", "  package import Glibc", "pure"),
        ("AWSProtocols", "package import CassetteFormat", "layer 2"),
        ("Proxy", "internal import Upstream", "layer 5"),
        ("Drift", "@testable import struct Engine.Deck", "layer 4"),
        ("Replay", "private import Redaction", "layer 3"),
    ],
)
def test_an_arrow_that_goes_the_wrong_way_is_found(tmp_path, target, line, said):
    folder = tmp_path / "Sources" / target
    folder.mkdir(parents=True)
    (folder / "File.swift").write_text(f"{SPDX}\n{line}\n")
    (finding,) = findings(tmp_path)
    assert finding.startswith(f"Sources/{target}/File.swift:3:") and said in finding


@pytest.mark.parametrize("line", ["package import AWSProtocols", "internal import Documents", "import Crypto"])
def test_an_arrow_that_goes_the_right_way_is_not(tmp_path, line):
    folder = tmp_path / "Sources/CassetteFormat"
    folder.mkdir(parents=True)
    (folder / "File.swift").write_text(f"{SPDX}\n{line}\n")
    assert findings(tmp_path) == []


def test_form_is_checked(tmp_path):
    folder = tmp_path / "Sources/Unknown"
    folder.mkdir(parents=True)
    (folder / "File.swift").write_text("import Swift\n" * 401)
    said = "\n".join(findings(tmp_path))
    assert "no layer" in said and "SPDX" in said and "401 lines" in said

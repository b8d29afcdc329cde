# SPDX-License-Identifier: Apache-2.0
"""Checks what no compiler does: who imports whom, licence lines, and how long files are.

Usage: check_sources.py ROOT. Prints one line a finding, as `path:line: what`, and exits 1 where there is one.
"""

import re
import sys
from pathlib import Path

# A target may import targets of lower layers only; those of one layer do not know each other.
LAYERS = {
    "CCurl": 0,
    "CZlib": 0,
    "CServiceIndex": 0,
    "Documents": 1,
    "AWSProtocols": 2,
    "CassetteFormat": 2,
    "Redaction": 3,
    "Replay": 3,
    "Drift": 3,
    "Engine": 4,
    "CassetteFiles": 5,
    "Upstream": 5,
    "Proxy": 5,
    "Simulator": 5,
    "ProjectFile": 5,
    "tapedeck": 6,
}
# The arrows inside a layer.
EXCEPTIONS = {("CassetteFormat", "AWSProtocols")}
# Layers that decide and do not act: time, files, sockets and randomness come in as parameters.
PURE = range(1, 5)
# C modules and systems that those may not know; the service index is data, and allowed.
IMPURE = re.compile(r"NIO\w*|_NIO\w*|CCurl|CZlib|Glibc|Musl|Darwin|Foundation\w*")

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?(\w+)"
)
LICENCE = "SPDX-License-Identifier: Apache-2.0"
LICENSED = {".swift", ".c", ".h", ".py", ".sh"}
LONGEST = 400


def layer_findings(root: Path):
    for target in sorted((root / "Sources").iterdir()):
        if target.is_dir() and target.name not in LAYERS:
            yield f"Sources/{target.name}: this target has no layer; give it one in scripts/lib/check_sources.py"
    for target, layer in LAYERS.items():
        for path in sorted((root / "Sources" / target).rglob("*.swift")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                match = IMPORT.match(line)
                if match:
                    reason = forbidden(target, layer, match[1])
                    if reason:
                        yield f"{path.relative_to(root)}:{number}: {reason}"


def forbidden(target: str, layer: int, imported: str):
    if layer in PURE and IMPURE.fullmatch(imported):
        return f"{target} is pure and may not import {imported}"
    other = LAYERS.get(imported)
    if other is None or other < layer or (target, imported) in EXCEPTIONS:
        return None
    return f"{target} (layer {layer}) may not import {imported} (layer {other})"


def form_findings(root: Path):
    folders = [root / name for name in ("Sources", "Tests", "scripts", ".ci")]
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*")):
        is_script = path.parent.name in ("scripts", ".ci") and not path.suffix
        if not path.is_file() or not (is_script or path.suffix in LICENSED) or "__pycache__" in path.parts:
            continue
        lines = path.read_text(encoding="utf-8").splitlines() or [""]
        is_generated = "generated" in lines[0].lower()
        # A script begins with its interpreter, a sourced one with what its checker has to know, and what a script made
        # with the word that it did.
        begins_otherwise = lines[0].startswith("#!") or path.suffix == ".sh" or is_generated
        head = lines[:2] if begins_otherwise else lines[:1]
        if not any(LICENCE in line for line in head):
            yield f"{path.relative_to(root)}:1: the first line has to say {LICENCE}"
        if len(lines) > LONGEST and not is_generated:
            yield f"{path.relative_to(root)}: {len(lines)} lines; split it, {LONGEST} are the most"


def main():
    root = Path(sys.argv[1])
    findings = [*layer_findings(root), *form_findings(root)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

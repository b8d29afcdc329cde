# SPDX-License-Identifier: Apache-2.0
"""Cassettes as an API that was otherwise would have left them, and the findings that a diff prints."""

import gzip
import hashlib
import json
from pathlib import Path


def rewritten(source: Path, target: Path, change) -> Path:
    """Writes `source` to `target` with its header and exchanges changed by `change`, and its trailer made anew."""
    *lines, _ = [json.loads(line) for line in gzip.decompress(source.read_bytes()).splitlines()]
    change(lines[0], lines[1:])
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()
    trailer = {"exchanges": len(lines) - 1, "sha256": hashlib.sha256(text).hexdigest()}
    target.write_bytes(gzip.compress(text + json.dumps(trailer, separators=(",", ":")).encode() + b"\n"))
    return target


def answers(exchanges: list[dict], operation: str) -> list[dict]:
    """The JSON answers of an operation that succeeded, to be changed in place."""
    return [
        exchange["response"]["json"]
        for exchange in exchanges
        if exchange["action"].endswith(f":{operation}") and exchange["response"]["status"] == 200
    ]


def told(report: str | dict) -> set[tuple[str, str, str]]:
    """Rule, severity and pointer of each finding in a JSON report."""
    report = json.loads(report) if isinstance(report, str) else report
    return {(finding["rule"], finding["severity"], finding["pointer"]) for finding in report["findings"]}

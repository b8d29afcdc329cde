# SPDX-License-Identifier: Apache-2.0
"""Cassettes with anything in them, as an older tapedeck might have left them: whole, digest and all."""

import gzip
import hashlib
import json
from pathlib import Path


def exchange(action, *, target="/", request=None, response=None, headers=(), answer_headers=()) -> dict:
    """One line of a cassette; `request` and `response` are JSON bodies."""
    return {
        "action": action,
        "region": "us-east-1",
        "at": "2025-01-02T03:04:05.678Z",
        "took": 12,
        "request": {
            "method": "POST",
            "endpoint": f"https://{action.split(':')[0]}.us-east-1.amazonaws.com",
            "target": target,
            "headers": [
                ["X-Amz-Target", f"{action.split(':')[0]}.{action.split(':')[1]}"],
                ["Content-Type", "application/x-amz-json-1.1"],
                *map(list, headers),
            ],
            "json": request or {},
        },
        "response": {
            "status": 200,
            "headers": [["Content-Type", "application/x-amz-json-1.1"], *map(list, answer_headers)],
            "json": response or {},
        },
    }


def write(path: Path, exchanges: list[dict]) -> Path:
    header = {
        "tapedeck": 1,
        "tool": "tapedeck 0.0.9",
        "recordedAt": "2025-01-02T03:04:05.678Z",
        "sources": ["aws"],
        "protocols": ["awsJson1_1"],
        "redaction": "basic-1",
    }

    def line(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"

    text = b"".join(map(line, [header, *exchanges]))
    digest = hashlib.sha256(text).hexdigest()
    path.write_bytes(gzip.compress(text + line({"exchanges": len(exchanges), "sha256": digest})))
    return path

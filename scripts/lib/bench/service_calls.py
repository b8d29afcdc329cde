# SPDX-License-Identifier: Apache-2.0
"""Calls of the embedded service for scripts/bench: made one by one, or written down for its load generator."""

import gzip
import hashlib
import json


def asked(operation, parameters, region):
    """What a client asks of the embedded service, as an exchange of a cassette that nobody answered."""
    fields = [
        ["X-Amz-Target", f"CodeStar_connections_20191201.{operation}"], ["Content-Type", "application/x-amz-json-1.0"]]
    return {
        "action": f"codestar-connections:{operation}", "region": region, "at": "2026-11-23T08:00:00.000Z", "took": 0,
        "request": {
            "method": "POST", "endpoint": "http://127.0.0.1", "target": "/", "headers": fields, "json": parameters},
        "response": {"status": 200, "headers": [], "json": {}},
    }


def ask(connection, operation, parameters, region):
    exchange = asked(operation, parameters, region)
    scope = f"AKIATAPEDECKREPLAY00/20261123/{region}/codestar-connections/aws4_request"
    fields = dict(exchange["request"]["headers"])
    fields["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    connection.request("POST", "/", json.dumps(parameters), fields)
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"bench: {operation} was answered with {answer.status}")
    return json.loads(answer.read())


def write_cassette(path, exchanges):
    header = {"tapedeck": 1, "tool": "bench", "sources": ["bench"], "protocols": ["awsJson1_0"], "redaction": "none"}
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in [header, *exchanges]).encode()
    trailer = {"exchanges": len(exchanges), "sha256": hashlib.sha256(text).hexdigest()}
    path.write_bytes(gzip.compress(text + json.dumps(trailer, separators=(",", ":")).encode() + b"\n"))

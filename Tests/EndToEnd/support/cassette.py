# SPDX-License-Identifier: Apache-2.0
"""Cassettes as anybody can read them: gzip and JSON lines, with nothing of Tapedeck's."""

import base64
import gzip
import json
from pathlib import Path
from urllib.parse import quote


class Cassette:
    def __init__(self, path: Path):
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        assert text.endswith("\n"), "the last line has no end"
        self.header, *self.exchanges, self.trailer = [json.loads(line) for line in text[:-1].split("\n")]
        assert self.header["tapedeck"] == 1
        assert self.trailer["exchanges"] == len(self.exchanges)

    @property
    def actions(self) -> list[str]:
        return [exchange["action"] for exchange in self.exchanges]


def rewrite(source: Path, target: Path, change) -> Path:
    """Writes `source` to `target` with its list of JSON lines changed by `change`."""
    lines = [json.loads(line) for line in gzip.decompress(source.read_bytes()).splitlines()]
    change(lines)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    target.write_bytes(gzip.compress(text.encode()))
    return target


def forms(secret: str) -> list[bytes]:
    """What a secret may look like: as it is, percent-encoded, and in base64 at each place in a quantum."""
    raw = secret.encode()
    found = [raw, quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode()]
    for shift in range(3):
        # The first and the last quantum depend on what stands beside the secret.
        encoded = base64.b64encode(b"\0" * shift + raw)
        found.append(encoded[4 if shift else 0 : len(encoded) - 4])
    return found


def assert_free_of(secrets: list[str], *places: Path | str):
    """Files (decompressed where they are gzip) and texts that may hold none of `secrets`, in any form."""
    for place in places:
        content = place.encode() if isinstance(place, str) else place.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        for secret in secrets:
            for form in forms(secret):
                assert form not in content, f"{secret[:6]}… is in {place if isinstance(place, Path) else 'a text'}"

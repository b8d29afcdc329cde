# SPDX-License-Identifier: Apache-2.0
"""The search for secrets in what was written: every form a secret may have, over texts of megabytes."""

import base64
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, unquote_to_bytes

# A needle that is shorter turns up by chance.
SHORTEST = 8


def base64_cores(raw: bytes) -> set[bytes]:
    """What base64 makes of the bytes at each place in a quantum, without the characters that depend on neighbours."""
    found = set()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        last = len(encoded) - (4 if (shift + len(raw)) % 3 else 0)
        core = encoded[4 if shift else 0 : last]
        found |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def forms(raw: bytes) -> set[bytes]:
    """The encodings of a secret that are searched for, those of the usual length only."""
    text = raw.decode("utf-8", "replace")
    every = "".join(f"%{byte:02X}" for byte in raw)
    percent = {quote(text, safe=""), quote(text), quote_plus(text), every}
    escaped = {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    escaped |= {each.replace("/", "\\/") for each in escaped}
    escaped |= {json.dumps(each)[1:-1] for each in escaped}
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    texts = percent | {lower_digits(each) for each in percent} | escaped | {entities, raw.hex(), raw.hex().upper()}
    found = {raw} | {each.encode() for each in texts} | base64_cores(raw)
    return {each for each in found if len(each) >= SHORTEST}


def lower_digits(percent: str) -> str:
    """Percent-encoding with its digits in lower case; the rest keeps its case."""
    first, *rest = percent.split("%")
    return "%".join([first, *(each[:2].lower() + each[2:] for each in rest)])


ESCAPE = re.compile(rb'\\(?:u([0-9a-fA-F]{4})|(["\\/]))')
BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{16,}")


def without_escapes(content: bytes) -> bytes:
    """Without those of JSON, whatever is a string in it."""
    return ESCAPE.sub(lambda found: found[2] or chr(int(found[1], 16)).encode("utf-8", "replace"), content)


def decoded_runs(content: bytes) -> bytes:
    """What stands in base64, one piece a line."""
    found = set()
    for run in BASE64_RUN.findall(content):
        text = run.replace(b"-", b"+").replace(b"_", b"/")
        found.add(base64.b64decode(text[: len(text) // 4 * 4]))
    return b"\n".join(sorted(found))


def layers(content: bytes) -> bytes:
    """The text, and what it is without one layer or two of encoding."""
    once = without_escapes(content)
    entities = html.unescape(once.decode("utf-8", "replace")).encode()
    percent = unquote_to_bytes(once.replace(b"+", b" "))
    within = decoded_runs(once)
    return b"\n".join([content, once, without_escapes(once), entities, percent, within, without_escapes(within)])


class Haystack:
    """A text that is asked for thousands of needles: most of them are refuted by their first bytes."""

    def __init__(self, name: str, content: bytes):
        self.name, self.content = name, layers(content)
        self.starts = {self.content[at : at + SHORTEST] for at in range(len(self.content) - SHORTEST + 1)}

    def holds(self, needle: bytes) -> bool:
        return needle[:SHORTEST] in self.starts and needle in self.content


def leaks(plants: Iterable, haystacks: Iterable[Haystack]) -> list[str]:
    """A line for each plant that is found: kind, place, and where; of the secret no more than its form."""
    haystacks = list(haystacks)
    found = []
    for plant in plants:
        needles = forms(plant.secret) | {each for each in plant.written if len(each) >= SHORTEST}
        for haystack in haystacks:
            hits = [needle for needle in needles if haystack.holds(needle)]
            if hits:
                shape = "as it is" if plant.secret in hits else "encoded"
                found.append(f"{plant.kind} | {plant.place} | {haystack.name} | {shape}")
    return found

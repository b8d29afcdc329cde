# SPDX-License-Identifier: Apache-2.0
"""Whether a client got what the live server had answered, when this run's random names stand for the recorded ones."""

import base64
import binascii
import re
import time

# What redaction takes out of an exchange cannot come back; it answers with a stand-in of the same kind.
REDACTED_MEMBERS = {
    "secretstring", "secretbinary", "plaintext", "ciphertextblob", "accesskeyid", "secretaccesskey", "sessiontoken",
    "masteruserpassword", "password", "keymaterial", "userdata", "authtoken", "privatekey", "accesstoken", "idtoken",
    "refreshtoken", "clientsecret", "privatekeyplaintext", "authorizationtoken"}
# What is computed from a body that holds names: an answer may have it as recorded, or as it is for this run's names.
DIGEST_MEMBERS = re.compile(r"etag|checksum(crc|sha|xxhash|md5)\w*|md5of\w*|contentmd5|codesha256", re.I)
# Clocks of two machines in one run, and the time that an answer takes.
SLACK = 10.0
ADDRESS = re.compile(r"(127\.0\.0\.1|localhost):\d+")


class Renaming:
    """Recorded names and the live ones that stand for them, as a function on strings."""

    def __init__(self, pairs):
        self.pairs = {old: new for old, new in pairs if old != new}
        longest_first = sorted(self.pairs, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def text(self, value):
        if self.pattern is None:
            return ADDRESS.sub("ADDRESS", value)
        renamed = self.pattern.sub(lambda found: self.pairs[found[0]], value)
        if renamed == value and len(value) >= 16:
            renamed = self.inside_base64(value)
        return ADDRESS.sub("ADDRESS", renamed)

    def inside_base64(self, value):
        # Some servers end what they encoded with a line feed.
        bare = value.rstrip("\n")
        try:
            inner = base64.b64decode(bare, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return value
        renamed = self.pattern.sub(lambda found: self.pairs[found[0]], inner)
        return base64.b64encode(renamed.encode()).decode() + value[len(bare):] if renamed != inner else value

    def tree(self, value):
        if isinstance(value, dict):
            return {self.text(name): self.tree(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.tree(item) for item in value]
        if isinstance(value, int) and str(value) in self.pairs:
            return int(self.pairs[str(value)])
        return self.text(value) if isinstance(value, str) else value


NONE = Renaming([])


class Comparison:
    """Compares two outcomes; `differences` has a line for each place where they differ."""

    def __init__(self, recorded_at=0.0, live_at=0.0):
        self.moved = live_at - recorded_at
        self.differences, self.redacted = [], 0

    def compare(self, wanted, got, path="", member=""):
        if isinstance(wanted, dict) and isinstance(got, dict):
            if set(wanted) == {"$time"} == set(got):
                self.compare_times(wanted["$time"], got["$time"], path)
                return
            for name in {**wanted, **got}:
                inner = member if name.startswith("$") else name
                if name in wanted and name in got:
                    self.compare(wanted[name], got[name], f"{path}/{name}", inner)
                elif self.is_redactable(member):
                    self.redacted += 1
                else:
                    self.differ(f"{path}/{name}", wanted.get(name, "(absent)"), got.get(name, "(absent)"))
        elif isinstance(wanted, list) and isinstance(got, list):
            if len(wanted) != len(got):
                self.differ(path, f"{len(wanted)} elements", f"{len(got)} elements")
            for index, (one, other) in enumerate(zip(wanted, got)):
                self.compare(one, other, f"{path}/{index}", member)
        elif wanted != got or isinstance(wanted, bool) != isinstance(got, bool):
            if DIGEST_MEMBERS.fullmatch(member) and type(wanted) is type(got) is str and len(wanted) == len(got):
                return
            if self.is_redactable(member) or isinstance(got, str) and "REDACTED" in got:
                self.redacted += 1
            else:
                self.differ(path, wanted, got)

    def compare_times(self, wanted, got, path):
        """Times are as recorded, or moved by the time between the two runs."""
        if wanted != got and abs(got - wanted - self.moved) > SLACK:
            self.differ(path, wanted, got)

    def is_redactable(self, member):
        return member.lower() in REDACTED_MEMBERS

    def differ(self, path, wanted, got):
        self.differences.append(f"{path or '/'}: wanted {str(wanted)[:160]!r}, got {str(got)[:160]!r}")


def differences(wanted, got, renaming=NONE, recorded_at=0.0, live_at=0.0):
    comparison = Comparison(recorded_at, live_at)
    comparison.compare(renaming.tree(wanted), NONE.tree(got))
    return comparison


# What a server makes up for an answer: ids, tokens, hashes, and times near now.
GENERATED = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z|[+-]00:?00| UTC)?"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?<!\d)\d{10}\.\d+"
    r"|(?<![0-9A-Za-z])(?=[a-z]*\d)[0-9a-f]{8,}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])A[A-Z]{3}[A-Z0-9]{16,}(?![0-9A-Za-z])"
    r"|[0-9A-Za-z+/]{40,}={0,2}"
    r"|(?<![0-9A-Za-z])(?=\w*\d)[0-9A-Za-z]{13,}(?![0-9A-Za-z])")
# A year's worth round now, in milliseconds: numbers in it are times.
YEAR = 365 * 86400 * 1000


def shape(outcome):
    """An outcome in which what servers make up is numbered by its first place: two answers that mean the same are
    equal. Only for answers of two live runs, whose ids may differ; what replay answers is compared by `differences`."""
    numbers = {}

    def numbered(found):
        return f"<{numbers.setdefault(found[0], len(numbers))}>"

    def numbered_text(text):
        return GENERATED.sub(numbered, ADDRESS.sub("ADDRESS", text))

    def walk(value):
        if isinstance(value, dict):
            if set(value) == {"$time"}:
                return "TIME"
            return {
                numbered_text(name): "DIGEST" if DIGEST_MEMBERS.fullmatch(name) else walk(item)
                for name, item in value.items()}
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, str):
            return numbered_text(value)
        if isinstance(value, (int, float)) and any(abs(value * unit - time.time() * 1000) < YEAR for unit in (1, 1000)):
            return "TIME"
        return value

    return walk(outcome)

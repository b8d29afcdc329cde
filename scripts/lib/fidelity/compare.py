# SPDX-License-Identifier: Apache-2.0
"""Whether a client got what the live server had answered, when this run's random names stand for the recorded ones."""

import base64
import binascii
import re
import time

from support.aliases import Aliases

# What is computed from a body that holds names: an answer may have it as recorded, or as it is for this run's names.
DIGEST_MEMBERS = re.compile(r"etag|checksum(crc|sha|xxhash|md5)\w*|md5of\w*|contentmd5|codesha256", re.I)
# Clocks of two machines in one run, and the time that an answer takes.
SLACK = 10.0
ADDRESS = re.compile(r"(127\.0\.0\.1|localhost):\d+")


class Renaming:
    """Recorded names and the live ones that stand for them, as a function on strings."""

    def __init__(self, pairs):
        self.pairs = {old: new for old, new in pairs if old != new}
        self.names = set(self.pairs.values())
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
        inner = in_base64(value)
        if inner is None:
            return value
        renamed = self.pattern.sub(lambda found: self.pairs[found[0]], inner)
        # Some servers end what they encoded with a line feed.
        end = value[len(value.rstrip("\n")):]
        return base64.b64encode(renamed.encode()).decode() + end if renamed != inner else value

    def tree(self, value):
        if isinstance(value, dict):
            return {self.text(name): self.tree(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.tree(item) for item in value]
        if isinstance(value, int) and str(value) in self.pairs:
            return int(self.pairs[str(value)])
        return self.text(value) if isinstance(value, str) else value


NONE = Renaming([])


def in_base64(value):
    """The text that a text is the base64 of, or None."""
    try:
        return base64.b64decode(value.rstrip("\n"), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


class Comparison:
    """Compares two outcomes; `differences` has a line for each place where they differ by more than aliases."""

    def __init__(self, names, aliases, moved):
        """`names` are the client's own, which must come back; `moved` is the time between the two runs."""
        self.names, self.aliases, self.moved = names, aliases, moved
        self.differences, self.redacted = [], 0

    def compare(self, wanted, got, path="", member=""):
        if isinstance(wanted, dict) and isinstance(got, dict):
            if set(wanted) == {"$time"} == set(got):
                self.compare_times(wanted["$time"], got["$time"], path)
            elif set(wanted) == {"$sha256", "$length"} and set(got) == {"$bytes"}:
                # Bytes that are no text have a text for an alias.
                self.compare(wanted["$sha256"], got["$bytes"], path, member)
            else:
                self.compare_members(wanted, got, path, member)
        elif isinstance(wanted, list) and isinstance(got, list):
            if len(wanted) != len(got):
                self.differ(path, f"{len(wanted)} elements", f"{len(got)} elements")
            for index, (one, other) in enumerate(zip(wanted, got)):
                self.compare(one, other, f"{path}/{index}", member)
        elif wanted != got or isinstance(wanted, bool) != isinstance(got, bool):
            if DIGEST_MEMBERS.fullmatch(member) and type(wanted) is type(got) is str and len(wanted) == len(got):
                return
            if self.is_alias(wanted, got):
                self.redacted += 1
            else:
                self.differ(path, wanted, got)

    def compare_members(self, wanted, got, path, member):
        # Keys of maps may be aliases, too.
        missing = [name for name in wanted if name not in got]
        for name in got:
            of = name if name in wanted else next((one for one in missing if self.is_alias(one, name)), None)
            if of is None:
                self.differ(f"{path}/{name}", "(absent)", got[name])
                continue
            if of != name:
                missing.remove(of)
            self.compare(wanted[of], got[name], f"{path}/{of}", member if of.startswith("$") else of)
        for name in missing:
            self.differ(f"{path}/{name}", wanted[name], "(absent)")

    def is_alias(self, wanted, got):
        """Whether what was got is what was wanted but for aliases of what the client did not send itself."""
        if type(wanted) is not type(got) or isinstance(wanted, bool) or not isinstance(wanted, (str, int, float)):
            return False
        wanted, got = str(wanted), str(got)
        if any(name in wanted and name not in got for name in self.names):
            return False
        if self.aliases.restored(got, wanted) == wanted:
            return True
        inner = in_base64(wanted), in_base64(got)
        return None not in inner and self.aliases.restored(inner[1], inner[0]) == inner[0]

    def compare_times(self, wanted, got, path):
        """Times are as recorded, or moved by the time between the two runs."""
        if wanted != got and abs(got - wanted - self.moved) > SLACK:
            self.differ(path, wanted, got)

    def differ(self, path, wanted, got):
        self.differences.append(f"{path or '/'}: wanted {str(wanted)[:160]!r}, got {str(got)[:160]!r}")


def differences(wanted, got, renaming=NONE, recorded_at=0.0, live_at=0.0, aliases=None):
    """`aliases` are those of the outcomes compared before; they gain this one's if it differs by nothing else."""
    aliases = aliases or Aliases()
    met = Aliases(dict(aliases.originals), dict(aliases.taken))
    comparison = Comparison(renaming.names, met, live_at - recorded_at)
    comparison.compare(renaming.tree(wanted), NONE.tree(got))
    if not comparison.differences:
        aliases.originals, aliases.taken = met.originals, met.taken
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

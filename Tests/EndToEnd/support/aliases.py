# SPDX-License-Identifier: Apache-2.0
"""Texts that are equal but for aliases: in one stands what a service answered, in the other what redaction made of it.

docs/redaction.md has the forms of aliases, and how each is told by its look.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field

UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
SECRET = rf"redacted-{UUID}"
TOKEN = r"redacted-[a-f]\d[0-9a-f]{14}"
# What an ARN or a URL in a text ends before.
PART = r"[^\s\"'<>\\]"


def checksum(data):
    return hashlib.sha256(b"tapedeck alias " + data).digest()[:4]


def has_checksum(alias):
    data = bytes.fromhex(alias[-36:].replace("-", ""))
    return data[12:] == checksum(data[:12])


def has_check_digits(alias):
    own = 5 if len(alias) == 8 else 11
    return checksum(alias[:own].encode()).hex().startswith(alias[own:])


def is_base64_of_secret(alias):
    inner = base64.b64decode(alias).decode("latin-1")
    return re.fullmatch(SECRET, inner) is not None and has_checksum(inner)


def digits_for(alias):
    return r"\d{1,9}" if len(alias) == 9 else rf"\d{{{len(alias)}}}"


def uuid_for(alias):
    """The version and the variant stay."""
    digits = "[0-9A-Fa-f]"
    version, variant = (rf"{alias[place]}{digits}{{3}}" for place in (14, 19))
    return rf"{digits}{{8}}-{digits}{{4}}-{version}-{variant}-{digits}{{12}}"


def arn_for(alias):
    return re.escape(":".join(alias.split(":")[:4])) + rf":{PART}+"


@dataclass
class Form:
    look: str
    """A pattern of the values that it may stand for, which an alias may narrow."""
    original: object
    is_alias: object = lambda alias: True

    def original_of(self, alias):
        return self.original(alias) if callable(self.original) else self.original


# Where one alias holds another, the longer is first.
FORMS = {
    "certificate": Form(rf"{SECRET}\n-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n", r"[\s\S]+?"),
    "key": Form(
        r"-----BEGIN REDACTED KEY-----\n[^-]+-----END REDACTED KEY-----\n", r"-----BEGIN [\s\S]*?-----END [^-]+-----\n?"
    ),
    "arn": Form(rf"arn:[^\s\"'<>\\]*?{SECRET}", arn_for, has_checksum),
    "url": Form(rf"[a-z]+://{TOKEN}\.example\.com(?::\d+)?(?:/{SECRET})?", rf"[a-z]+://{PART}+"),
    "email": Form(rf"{TOKEN}@example\.com", rf"(?:(?!@){PART})+@[\w.-]+"),
    "host": Form(rf"{TOKEN}\.example\.com", r"[\w.-]+"),
    "web token": Form(r"IHsiYWxnIjoibm9uZS[\w-]*\.[\w-]+\.[\w-]+", r"[\w-]+\.[\w-]+\.[\w-]*"),
    "base64": Form(r"cmVkYWN0ZWQt[0-9A-Za-z+/]{48}", r"[0-9A-Za-z+/]+={0,2}", is_base64_of_secret),
    "text": Form(SECRET, r"(?:[^\n\"\\<>]|\\.)+?", has_checksum),
    "uuid": Form(UUID, uuid_for, has_checksum),
    "resource id": Form(
        r"(?<=[a-z]-)[0-9a-f]{8}(?:[0-9a-f]{9})?(?![\w-])", lambda alias: rf"[0-9a-f]{{{len(alias)}}}", has_check_digits
    ),
    "access key": Form(r"(?<!\w)REDACTED(?:[A-Z]\d){6}(?!\w)", r"A[0-9A-Z]{19}"),
    "principal": Form(
        r"(?<!\w)A[A-Z]{3}(?:[A-Z]\d){6,14}[A-Z]?(?!\w)", lambda alias: rf"{alias[:4]}[0-9A-Z]{{{len(alias) - 4}}}"
    ),
    "IPv6": Form(r"2001:db8:[0-9a-f:]+", r"[0-9A-Fa-f:.]+"),
    "IPv4": Form(r"(?<![\d.])127\.[1-9]\d{0,2}\.\d{1,3}\.\d{1,3}(?![\d.])", r"\d+\.\d+\.\d+\.\d+"),
    "fraction": Form(r"(?<![\d.])0\.999\d{6}(?!\d)", r"[\d.eE+-]+"),
    "digits": Form(r"(?<![\d.])999\d{6,}(?![\d.])", digits_for),
}
ALIAS = re.compile("|".join(f"({form.look})" for form in FORMS.values()))


def aliases_in(text):
    """Where each alias of a text begins and ends, and its form."""
    found, place = [], 0
    forms = list(FORMS.items())
    while match := ALIAS.search(text, place):
        name, form = forms[match.lastindex - 1]
        if form.is_alias(match[0]):
            found.append((*match.span(), name))
            place = match.end()
        else:
            # What only looks like one may hold one.
            place = match.start() + 1
    return found


def pattern_of(redacted, places):
    """A pattern of the texts that a redacted one may have been made of, with a group for each alias."""
    pattern, done = "", 0
    for start, end, name in places:
        alias = redacted[start:end]
        # A text that is one alias may have held anything; another ends where the value around it does.
        original = r"[\s\S]+" if name == "text" and alias == redacted else FORMS[name].original_of(alias)
        pattern += f"{re.escape(redacted[done:start])}({re.escape(alias)}|{original})"
        done = end
    return pattern + re.escape(redacted[done:])


@dataclass
class Aliases:
    """What the aliases seen so far stand for: each for one value, and no two for the same."""

    originals: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)

    def restored(self, redacted: str, answered: str) -> str:
        """`answered`, if `redacted` is the same but for aliases of what stands in it; else `redacted`."""
        places = aliases_in(redacted)
        match = places and re.fullmatch(pattern_of(redacted, places), answered)
        if not match:
            return redacted
        originals, taken = {}, {}
        for (start, end, form), value in zip(places, match.groups()):
            if redacted[start:end] == value:
                # One that had been answered already, from an older cassette.
                continue
            alias, value = (form, redacted[start:end].lower()), (form, value.lower())
            known = self.originals.get(alias) or originals.setdefault(alias, value)
            holder = self.taken.get(value) or taken.setdefault(value, alias)
            if (known, holder) != (value, alias):
                return redacted
        self.originals.update(originals)
        self.taken.update(taken)
        return answered


def restored(redacted: str, answered: str) -> str:
    """What `Aliases` restores where no other texts are compared."""
    return Aliases().restored(redacted, answered)

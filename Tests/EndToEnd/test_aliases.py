# SPDX-License-Identifier: Apache-2.0
"""What these tests take for an alias, and what they let it stand for."""

import pytest
from support.aliases import Aliases, aliases_in, checksum, restored


def alias_of_uuid(seed):
    data = bytes(range(seed, seed + 12))
    digits = (data + checksum(data)).hex()
    return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])


FIRST, SECOND = alias_of_uuid(1), alias_of_uuid(2)
ONE, OTHER = "a1b2c3d4-1111-0809-090a-abcdefabcdef", "ffffffff-1111-0809-090a-abcdefabcdef"
ARN = "arn:aws:ecs:us-east-1:{}:task/{}"


def test_aliases_are_put_back():
    text, redacted = ARN.format("210398475610", ONE), ARN.format("999204183377", FIRST)
    assert restored(redacted, text) == text


def same(*pairs):
    aliases = Aliases()
    return all(aliases.restored(redacted, text) == text for redacted, text in pairs)


def test_an_alias_stands_for_one_value_and_no_other_alias_does():
    assert same((FIRST, ONE), (f"{FIRST} {FIRST}", f"{ONE} {ONE}"))
    other = OTHER.replace("0809-090a", f"{SECOND[14:18]}-{SECOND[19:23]}")
    assert same((FIRST, ONE), (SECOND, other))
    assert not same((f"{FIRST} {FIRST}", f"{ONE} {OTHER}"))
    assert not same((FIRST, ONE), (FIRST, OTHER))
    one = ONE.replace("0809-090a", f"{SECOND[14:18]}-{SECOND[19:23]}")
    assert not same((SECOND, one), (FIRST, one)), "two aliases for one value"


@pytest.mark.parametrize(
    "redacted, text",
    [
        ("PENDING", "AVAILABLE"),
        (FIRST, "a1b2c3d4"),
        (FIRST, ONE.replace("-0809-", "-4809-")),
        (FIRST[:-1] + "g", ONE),
        (OTHER, ONE),
        ("999204183377", "21039847561"),
        (f'{{"a":"redacted-{FIRST}"}}', '{"a":"x","b":"y"}'),
        (f"{FIRST}.", ONE),
    ],
)
def test_nothing_else_may_differ(redacted, text):
    assert not same((redacted, text))


def test_every_form_is_known_by_its_look():
    secret = f"redacted-{FIRST}"
    forms = {
        "text": secret,
        "arn": f"arn:aws:iam::999204183377:role/{secret}",
        "url": f"https://redacted-b4209c1e77a03d5f.example.com/{secret}",
        "email": "redacted-b4209c1e77a03d5f@example.com",
        "host": "redacted-b4209c1e77a03d5f.example.com",
        "uuid": FIRST,
        "access key": "REDACTEDK3B6T2Q7M4X5",
        "principal": "AROAB2K7T3Q6M4X5D2H3W",
        "IPv4": "127.83.201.4",
        "IPv6": "2001:db8:4f1a:1234:5678:1abc:2def:3456",
        "digits": "999571820",
        "fraction": "0.999182735",
    }
    assert {form: aliases_in(alias) for form, alias in forms.items()} == {
        form: [(0, len(alias), form)] for form, alias in forms.items()
    }

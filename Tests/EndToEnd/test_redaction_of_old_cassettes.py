# SPDX-License-Identifier: Apache-2.0
"""Cassettes that were written without redaction: `verify` tells what they hold, `redact` takes it out."""

import gzip

import pytest
from support.cassette import Cassette
from support.planting import write
from support.redaction.echo import told
from support.redaction.leaks import Haystack, leaks
from support.redaction.session import Planted, unpacked
from support.redaction.tape import exchange

OLD = "old.cassette"


@pytest.fixture
def planted(deck):
    planted = Planted()
    write(deck.path(OLD), [exchange(case, told(case)) for case in planted.cases])
    return planted


# Places of secrets that only clients of boto3 send.
BOTO3 = {"boto3", "secretsmanager", "kms", "cognito", "sts", "iam", "rds", "ec2", "lambda", "ssm", "codebuild", "ecr"}
BOTO3 |= {"sso-oidc", "codeconnections", "s3", "gamelift"}


def plants_of(planted):
    return [plant for plant in planted.plants if plant.place not in BOTO3]


def content(path) -> bytes:
    text = gzip.decompress(path.read_bytes())
    return text + unpacked(text)


def test_verify_tells_what_an_old_cassette_holds_and_no_value(deck, planted):
    ended = deck.run("verify", OLD)
    assert ended.status == 1, ended
    assert len(ended.out.splitlines()) >= 100
    output = Haystack("output", (ended.out + ended.err).encode())
    # An action of no AWS service has the path in its name.
    found = [each for each in leaks(plants_of(planted), [output]) if " | path | " not in each]
    assert not found, found
    rules = ["value.github", "value.jwt", "value.private-key", "value.url-password", "member.secret", "alias.account"]
    rules += ["alias.email", "alias.ip", "alias.principal", "header.secret", "query.secret"]
    assert [rule for rule in rules if rule not in ended.out] == []


def test_redact_takes_out_what_an_old_cassette_holds(deck, planted):
    ended = deck.run("redact", OLD)
    assert ended.status == 0, ended
    found = leaks(plants_of(planted), [Haystack("cassette", content(deck.path(OLD)))])
    assert not found, f"{len(found)}\n" + "\n".join(found[:40])
    assert len(Cassette(deck.path(OLD)).exchanges) == len(planted.cases)
    assert deck.run("verify", OLD).status == 0


def test_a_dry_run_tells_and_changes_nothing(deck, planted):
    before = deck.path(OLD).read_bytes()
    ended = deck.run("redact", "--dry-run", OLD)
    assert deck.path(OLD).read_bytes() == before
    assert "member.secret" in ended.out and "value.github" in ended.out, ended
    output = Haystack("output", (ended.out + ended.err).encode())
    assert not (found := leaks(plants_of(planted), [output])), found


def test_to_redact_twice_is_to_redact_once(deck, planted):
    assert deck.run("redact", OLD).status == 0
    once = deck.path(OLD).read_bytes()
    assert deck.run("redact", OLD).status == 0
    assert deck.path(OLD).read_bytes() == once

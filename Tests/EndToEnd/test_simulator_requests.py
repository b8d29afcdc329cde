# SPDX-License-Identifier: Apache-2.0
"""Requests as bytes: signatures, targets and content that no SDK would send, and what the embedded service says."""

import json

import pytest
from support.simulator import MEDIA_TYPE, PREFIXES, SERVICES, RawClient, authorization, code_in, message_in
from support.wire import Connection

OLD, NEW = SERVICES
TARGET = f"{PREFIXES[OLD]}.ListConnections"
SCOPE = "AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/codestar-connections/aws4_request"


@pytest.fixture
def raw(simulator):
    with RawClient(simulator, OLD) as raw:
        yield raw


def refusal(raw, fields, body=b"{}", **how):
    answer = raw.send({"X-Amz-Target": TARGET, **fields}, body, **how)
    assert answer["x-amzn-RequestId"] and answer["x-tapedeck-simulator"] == "1"
    assert answer["Content-Type"] == MEDIA_TYPE
    return answer.status, code_in(json.loads(answer.body))


def test_what_is_well_formed_is_answered(raw):
    assert raw.call("ListConnections", {}) == (200, {"Connections": []})


@pytest.mark.parametrize(
    "value, status, code",
    [
        (None, 403, "MissingAuthenticationTokenException"),
        ("Bearer x", 400, "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256 ", 400, "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential={SCOPE}", 400, "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host", 400, "IncompleteSignatureException"),
        (f"AWS4-HMAC-SHA256 Credential={SCOPE}, Signature=00", 400, "IncompleteSignatureException"),
        ("AWS4-HMAC-SHA256 Credential=A/B, SignedHeaders=host, Signature=00", 400, "IncompleteSignatureException"),
        (authorization("s3"), 400, "InvalidSignatureException"),
        (authorization(NEW), 400, "InvalidSignatureException"),
    ],
)
def test_a_missing_or_malformed_signature(raw, value, status, code):
    assert refusal(raw, {"Authorization": value}) == (status, code)


@pytest.mark.parametrize(
    "target", [None, "", "ListConnections", f"{PREFIXES[OLD]}.Nothing", "DynamoDB_20120810.ListTables", f"x.{TARGET}"]
)
def test_an_unknown_target(raw, target):
    assert refusal(raw, {"X-Amz-Target": target}) == (400, "UnknownOperationException")


@pytest.mark.parametrize("media_type", [None, "application/json", "application/x-amz-json-1.1", "text/plain"])
def test_another_content_type(raw, media_type):
    assert refusal(raw, {"Content-Type": media_type}) == (400, "UnknownOperationException")


@pytest.mark.parametrize("how", [{"method": "GET"}, {"method": "PUT"}, {"path": "/other"}])
def test_another_method_or_path(raw, how):
    assert refusal(raw, {}, **how) == (400, "UnknownOperationException")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 10_000, b"{}{}"]
)
def test_a_body_that_is_no_object(raw, body):
    assert refusal(raw, {}, body) == (400, "SerializationException")


def test_a_body_that_is_too_long(simulator):
    with Connection(simulator.endpoint) as connection:
        fields = {"X-Amz-Target": TARGET, "Content-Type": MEDIA_TYPE, "Authorization": authorization(OLD)}
        lines = [f"{name}: {value}" for name, value in {"Host": connection.host, **fields}.items()]
        head = "\r\n".join(["POST / HTTP/1.1", *lines, f"Content-Length: {1 << 21}", "", ""])
        answer = connection.exchange(head.encode() + b" " * (1 << 21))
        assert (answer.status, code_in(json.loads(answer.body))) == (413, "RequestEntityTooLargeException")


def test_either_form_of_the_target_and_an_empty_body(raw):
    long = "com.amazonaws.codestar.connections." + TARGET
    for target in (TARGET, long):
        answer = raw.send({"X-Amz-Target": target}, b"")
        assert (answer.status, answer.body) == (200, b'{"Connections":[]}')


def test_an_error_of_the_service_has_the_models_member_and_one_before_it_has_the_frameworks(raw):
    unknown = "arn:aws:codestar-connections:us-east-1:123456789012:connection/0"
    status, body = raw.call("GetConnection", {"ConnectionArn": unknown})
    assert status == 400 and "Message" in body and "message" not in body
    status, body = raw.call("GetConnection", {})
    assert status == 400 and "message" in body and "Message" not in body
    assert message_in(body).startswith("1 validation error detected: Value null at 'connectionArn'")

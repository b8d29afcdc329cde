# SPDX-License-Identifier: Apache-2.0
"""Misses as boto3 understands them, in the error form of every protocol, and never retried."""

import json
from contextlib import contextmanager

import pytest
from support.aws import CBOR, client, error_of, recording, replaying
from support.tapedeck import Deck
from support.upstream import Answer, Upstream

EMPTY = {
    "json": Answer(fields=[("Content-Type", "application/x-amz-json-1.1")], body=b"{}"),
    "cbor": Answer(fields=[("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")], body=b"\xa0"),
    "xml": Answer(fields=[("Content-Type", "text/xml")], body=b"<Answer><GetUserResult/></Answer>"),
}
FUNCTION = {"FunctionName": "hello", "Role": "arn:aws:iam::123456789012:role/r", "Code": {"S3Bucket": "bucket"}}
# Protocol → service, operation, what was recorded, what is asked instead, what the message tells of the difference.
CASES = {
    "awsJson 1.0": ("dynamodb", "list_tables", {"Limit": 1}, {"Limit": 2}, "/Limit is 2, recorded 1"),
    "awsJson 1.1": ("ecs", "list_tasks", {"cluster": "a"}, {"cluster": "b"}, '/cluster is "b", recorded "a"'),
    "awsQuery": ("iam", "get_user", {"UserName": "ann"}, {"UserName": "bob"}, '"bob", recorded "ann"'),
    "ec2Query": ("ec2", "describe_vpcs", {"MaxResults": 5}, {"MaxResults": 6}, '"6", recorded "5"'),
    "restJson": (
        *("lambda", "create_function", FUNCTION, {**FUNCTION, "Code": {"S3Bucket": "other"}}),
        '"other", recorded "bucket"',
    ),
    "restJson by path": (
        *("lambda", "get_function_configuration"),
        *({"FunctionName": "hello"}, {"FunctionName": "world"}, '"world", recorded "hello"'),
    ),
    "restXml": (
        *("s3", "list_objects_v2", {"Bucket": "bucket", "Prefix": "in"}, {"Bucket": "bucket", "Prefix": "out"}),
        '"out", recorded "in"',
    ),
    "rpcv2Cbor": (
        *("cloudwatch", "list_metrics", {"Namespace": "A"}, {"Namespace": "B"}),
        '/Namespace is "B", recorded "A"',
    ),
}
# botocore would choose awsJson, other SDKs choose this.
SPOKEN = {"cloudwatch": CBOR}


def empty(request):
    kind = "xml"
    if (request["content-type"] or "").startswith("application/x-amz-json") or "lambda" in request["authorization"]:
        kind = "json"
    return EMPTY["cbor" if request["smithy-protocol"] else kind]


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """A deck whose app.cassette holds an exchange of each case."""
    deck = Deck(tmp_path_factory.mktemp("misses"))
    with Upstream(empty) as upstream, recording(deck, upstream.url) as proxy:
        for service, operation, recorded, *_ in CASES.values():
            getattr(client(proxy, service, protocol=SPOKEN.get(service)), operation)(**recorded)
        client(proxy, "s3").head_object(Bucket="bucket", Key="file")
    yield deck
    deck.clean_up()


@contextmanager
def missing(deck, **options):
    """Gives the proxy and then, in its `report`, what the run came to."""
    with replaying(deck, "--report=json=report.json", status=3, **options) as proxy:
        yield proxy
    proxy.report = json.loads(deck.path("report.json").read_text())


MODES = [
    *(pytest.param("standard", *case, id=name) for name, case in CASES.items()),
    *(
        pytest.param(mode, *CASES[name], id=f"{name}, {mode}")
        for mode in ("legacy", "adaptive")
        for name in ("awsQuery", "rpcv2Cbor")
    ),
]


@pytest.mark.parametrize("mode, service, operation, recorded, live, difference", MODES)
def test_a_miss_is_an_error_of_its_protocol_and_not_retried(
    deck, mode, service, operation, recorded, live, difference
):
    with missing(deck) as proxy:
        retries = {"mode": mode, "total_max_attempts": 4}
        aws = client(proxy, service, protocol=SPOKEN.get(service), retries=retries)
        call = getattr(aws, operation)
        assert error_of(call, **recorded) is None
        error = error_of(call, **live)
    assert error["Error"]["Code"] == "TapedeckMiss"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error["ResponseMetadata"]["RetryAttempts"] == 0
    assert proxy.report["counts"]["misses"] == 1 and proxy.report["counts"]["replayed"] == 1, "asked once"
    message = error["Error"]["Message"]
    assert difference in message and "nearest is exchange " in message, message
    [miss] = proxy.report["misses"]
    action = f"{service}:{call_name(aws, operation)}"
    assert miss["action"] == miss["nearestAction"] == action
    assert f"{action}: " in message
    assert error["ResponseMetadata"]["HTTPHeaders"]["x-tapedeck-miss"] == action


def call_name(aws, operation):
    return aws.meta.method_to_api_mapping[operation]


def test_a_miss_of_head_has_no_body_and_tells_it_in_a_field(deck):
    with missing(deck) as proxy:
        s3 = client(proxy, "s3")
        assert error_of(s3.head_object, Bucket="bucket", Key="file") is None
        error = error_of(s3.head_object, Bucket="bucket", Key="other")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error["ResponseMetadata"]["RetryAttempts"] == 0
    assert error["ResponseMetadata"]["HTTPHeaders"]["x-tapedeck-miss"] == "s3:HeadObject"
    # botocore takes a 400 of HEAD for a bucket elsewhere, and asks once where.
    assert [miss["action"] for miss in proxy.report["misses"]] == ["s3:HeadObject", "s3:HeadBucket"]
    assert '"other", recorded "file"' in proxy.report["misses"][0]["message"]


def test_what_the_cassette_lacks_altogether_is_told(deck):
    with missing(deck) as proxy:
        no_operation = error_of(client(proxy, "iam").list_users)["Error"]
        no_service = error_of(client(proxy, "sqs").list_queues)["Error"]
    assert no_operation["Code"] == no_service["Code"] == "TapedeckMiss"
    assert "the cassette holds no ListUsers, only GetUser" in no_operation["Message"]
    assert "the cassette holds no sqs exchange at all" in no_service["Message"]


def test_a_miss_does_not_move_the_place_on_the_tape(deck):
    with missing(deck) as proxy:
        iam = client(proxy, "iam")
        assert error_of(iam.get_user, UserName="bob")["Error"]["Code"] == "TapedeckMiss"
        assert error_of(iam.get_user, UserName="ann") is None
    assert [exchange["action"] for exchange in proxy.report["unused"]].count("iam:GetUser") == 0

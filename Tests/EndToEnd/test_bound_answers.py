# SPDX-License-Identifier: Apache-2.0
"""Live names in answers: in bodies of each protocol, in fields and URLs, in tokens of pages, behind encodings."""

import base64
import gzip
import json
from urllib.parse import quote

import pytest
from support.aws import CBOR, client, code_of, recording, replaying
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Connection

JSON = ("Content-Type", "application/x-amz-json-1.0")
XML = ("Content-Type", "application/xml")
RECORDED, LIVE = "app-3f9c21d8", "app-b07e55a1"


def replay_as(deck, answer, use, live=LIVE):
    """What `use` got for the recorded name, and in a replay for another."""
    with Upstream(answer) as upstream, recording(deck, upstream.url) as proxy:
        recorded = use(proxy, RECORDED)
    with replaying(deck, "--fail-on-unused") as proxy:
        return recorded, use(proxy, live)


KEYS = ["a", "b", "c"]


@pytest.mark.parametrize("wrap", [str, lambda text: base64.b64encode(text.encode()).decode()], ids=["plain", "base64"])
def test_pages_whose_tokens_hold_the_name(deck, wrap):
    """As DynamoDB's LastEvaluatedKey, or an opaque token that holds the last key."""

    def answer(request):
        asked = json.loads(request.body)
        tokens = [wrap(json.dumps({"last": f"{asked['family']}/{key}"})) for key in KEYS]
        page = tokens.index(asked["nextToken"]) + 1 if "nextToken" in asked else 0
        body = {"taskArns": [f"arn:aws:ecs:us-east-1:123456789012:task/{asked['family']}/{KEYS[page]}"]}
        if page + 1 < len(KEYS):
            body["nextToken"] = tokens[page]
        return Answer(fields=[JSON], body=json.dumps(body).encode())

    def use(proxy, name):
        pages = client(proxy, "ecs").get_paginator("list_tasks").paginate(family=name)
        return [arn.partition("task/")[2] for page in pages for arn in page["taskArns"]]

    recorded, live = replay_as(deck, answer, use)
    assert recorded == [f"{RECORDED}/{key}" for key in KEYS]
    assert live == [f"{LIVE}/{key}" for key in KEYS]


def test_names_of_buckets_and_objects_in_paths_fields_and_xml(deck):
    def answer(request):
        method, target, _ = request.first_line
        bucket = target.partition("?")[0].split("/")[1]
        if method == "PUT":
            return Answer(fields=[("Location", f"/{bucket}"), ("ETag", '"1"')])
        body = (
            f"<ListBucketResult><Name>{bucket}</Name><Prefix>{bucket}/</Prefix><EncodingType>url</EncodingType>"
            f"<Contents><Key>{quote(bucket + '/ä', safe='')}</Key><Size>1</Size></Contents></ListBucketResult>"
        )
        return Answer(fields=[XML], body=body.encode())

    def use(proxy, name):
        s3 = client(proxy, "s3")
        location = s3.create_bucket(Bucket=name)["Location"]
        s3.put_object(Bucket=name, Key=f"{name}/ä", Body=b"x")
        listed = s3.list_objects_v2(Bucket=name, Prefix=f"{name}/")
        return [location, listed["Name"], listed["Prefix"], listed["Contents"][0]["Key"]]

    recorded, live = replay_as(deck, answer, use)
    assert recorded == [f"/{RECORDED}", RECORDED, f"{RECORDED}/", f"{RECORDED}/ä"]
    assert live == [f"/{LIVE}", LIVE, f"{LIVE}/", f"{LIVE}/ä"]


@pytest.mark.parametrize("live", ["app-8213", "app-55701"], ids=["the same length", "longer"])
def test_names_in_cbor_form_and_query(deck, live):
    def answer(request):
        if request["smithy-protocol"]:
            # A map of one member, whose value is a short text: the name as it stands in the request.
            name = b"app-" + request.body.partition(b"app-")[2][:4]
            body = b"\xa1mDashboardName" + bytes([0x60 + len(name)]) + name
            return Answer(fields=[("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")], body=body)
        name = request.body.decode().partition("UserName=")[2].partition("&")[0]
        body = (
            "<GetUserResponse><GetUserResult><User><UserName>{0}</UserName><Arn>arn:aws:iam::123456789012:user/{0}"
            "</Arn></User></GetUserResult></GetUserResponse>"
        )
        return Answer(fields=[XML], body=body.format(name).encode())

    def use(proxy, name):
        user = client(proxy, "iam").get_user(UserName=name)["User"]
        board = client(proxy, "cloudwatch", protocol=CBOR).get_dashboard(DashboardName=name)
        return [user["UserName"], user["Arn"].partition("user/")[2], board["DashboardName"]]

    with Upstream(answer) as upstream, recording(deck, upstream.url) as proxy:
        assert use(proxy, "app-4471") == ["app-4471"] * 3
    with replaying(deck) as proxy:
        assert use(proxy, live) == [live] * 3


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_names_in_an_answer_that_is_compressed(deck, encoding):
    """Go's and Java's SDKs ask for gzip."""

    def answer(request):
        body = json.dumps({"TableName": json.loads(request.body)["TableName"], "Padding": "x" * 200}).encode()
        if encoding == "gzip":
            return Answer(fields=[JSON, ("Content-Encoding", "gzip")], body=gzip.compress(body))
        return Answer(fields=[JSON], body=body)

    def use(proxy, name):
        fields = [("X-Amz-Target", "DynamoDB_20120810.DescribeTable"), JSON, ("Accept-Encoding", encoding)]
        with Connection(proxy.endpoint) as connection:
            key = Key(*proxy.key, service="dynamodb")
            body = json.dumps({"TableName": name}).encode()
            answer = connection.exchange(key.request(connection.host, "POST", "/", fields, body))
        body = gzip.decompress(answer.body) if answer["content-encoding"] == "gzip" else answer.body
        return json.loads(body)["TableName"]

    recorded, live = replay_as(deck, answer, use)
    assert (recorded, live) == (RECORDED, LIVE)


def test_names_in_errors(deck):
    def answer(request):
        name = json.loads(request.body)["Name"]
        body = {"__type": "ParameterNotFound", "message": f"{name} is not there"}
        return Answer(400, [JSON], json.dumps(body).encode())

    def use(proxy, name):
        ssm = client(proxy, "ssm")
        try:
            ssm.get_document(Name=name)
        except ssm.exceptions.ClientError as error:
            return error.response["Error"]

    recorded, live = replay_as(deck, answer, use)
    assert recorded == {"Code": "ParameterNotFound", "Message": f"{RECORDED} is not there"}
    assert live == {"Code": "ParameterNotFound", "Message": f"{LIVE} is not there"}


def test_words_that_look_like_the_name_stay(deck):
    """Values are rewritten token by token, never as substrings."""

    def answer(request):
        arn = f"arn:aws:ecs:us-east-1:123456789012:task/x{RECORDED[4:]}y-{RECORDED}-{RECORDED[4:]}0"
        return Answer(fields=[JSON], body=json.dumps({"taskArns": [arn]}).encode())

    def use(proxy, name):
        return client(proxy, "ecs").list_tasks(family=name)["taskArns"][0].partition("task/")[2]

    assert replay_as(deck, answer, use)[1] == f"x3f9c21d8y-{LIVE}-3f9c21d80"


def test_a_blob_does_not_stand_for_another(deck):
    """What its bytes mean nobody knows: that they make up a digest of their own is no name that was made up."""

    def put(proxy, content):
        return code_of(client(proxy, "s3").put_object, Bucket="bucket", Key="file", Body=b"\x00\xff" + content)

    with Upstream(lambda request: Answer(fields=[("ETag", '"1"')])) as upstream, recording(deck, upstream.url) as proxy:
        assert put(proxy, b"allow") is None
    with replaying(deck, status=3) as proxy:
        assert put(proxy, b"deny.") == "TapedeckMiss"
        assert put(proxy, b"allow") is None

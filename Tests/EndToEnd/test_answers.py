# SPDX-License-Identifier: Apache-2.0
"""Answers as clients check them: clocks, checksums, tokens, and requests that look other on the wire each time."""

import datetime
import gzip
import hashlib
import io
import json
import re
import urllib.error
import urllib.request
import zlib
from email.utils import parsedate_to_datetime

import pytest
from support.aws import CASSETTE, CBOR, client, code_of, is_miss, recording, replaying
from support.cassette import Cassette
from support.sigv4 import Key
from support.upstream import Answer, Upstream
from support.wire import Connection

XML = ("Content-Type", "text/xml")
JSON = ("Content-Type", "application/x-amz-json-1.0")
UTC = datetime.timezone.utc
NOW = datetime.datetime.now(UTC)
DAY = datetime.timedelta(days=1)


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def role(request):
    """AssumeRole's answer: credentials that end an hour after now."""
    body = f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <AssumedRoleUser><AssumedRoleId>AROA3XFRBF23EXAMPLE00:s</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser>
      <Credentials><AccessKeyId>ASIA3XFRBF23EXAMPLE0</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>token</SessionToken><Expiration>{stamp(NOW + DAY / 24)}</Expiration></Credentials>
      </AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>"""
    return Answer(fields=[XML, ("Date", "Sat, 01 Jan 2000 00:00:00 GMT")], body=body.encode())


def age(path, days):
    """Makes a cassette `days` days older than it is, with the times that its answers tell, and its digest anew."""

    def earlier(found):
        return (datetime.datetime.fromisoformat(found[0]) - days * DAY).isoformat()

    *lines, trailer = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", earlier, "".join(lines))
    trailer = re.sub('"sha256":"[0-9a-f]{64}"', f'"sha256":"{hashlib.sha256(text.encode()).hexdigest()}"', trailer)
    path.write_bytes(gzip.compress((text + trailer).encode()))


def assume(proxy):
    answer = client(proxy, "sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="session")
    date = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
    return answer["Credentials"]["Expiration"], date


def test_credentials_of_an_old_recording_are_still_good(deck):
    with Upstream(role) as upstream, recording(deck, upstream.url) as proxy:
        assume(proxy)
    age(deck.path(CASSETTE), 400)
    assert stamp(NOW)[:10] not in json.dumps(Cassette(deck.path(CASSETTE)).exchanges)
    with replaying(deck) as proxy:
        expiration, date = assume(proxy)
    now = datetime.datetime.now(UTC)
    assert datetime.timedelta(minutes=50) < expiration - now < datetime.timedelta(minutes=70)
    assert abs(now - date) < datetime.timedelta(minutes=1), "Date is now, whatever was recorded"


# A table of one item, whose name the client made up.
def table(request):
    key = json.loads(request.body).get("Key", {})
    body = json.dumps({"Item": {**key, "Text": {"S": "kept"}}} if key else {}).encode()
    return Answer(fields=[JSON, ("x-amz-crc32", str(zlib.crc32(body)))], body=body)


def item(dynamodb, name):
    """The item, and whether its checksum was that of its bytes."""
    seen = []

    def look(response_dict, **_):
        seen.append(int(response_dict["headers"]["x-amz-crc32"]) == zlib.crc32(response_dict["body"]))

    dynamodb.meta.events.register("before-parse.dynamodb.GetItem", look)
    answer = dynamodb.get_item(TableName="table", Key={"Name": {"S": name}})
    return answer["Item"], seen, answer["ResponseMetadata"]["RetryAttempts"]


@pytest.mark.parametrize("live", ["item-5570", "item-55701"])
@pytest.mark.parametrize("mode", ["legacy", "standard"])
def test_a_checksum_is_that_of_the_bytes_that_are_sent(deck, live, mode):
    with Upstream(table) as upstream, recording(deck, upstream.url) as proxy:
        assert item(client(proxy, "dynamodb"), "item-8213")[1] == [True]
    with replaying(deck) as proxy:
        found = item(client(proxy, "dynamodb", retries={"mode": mode}), live)
    assert found == ({"Name": {"S": live}, "Text": {"S": "kept"}}, [True], 0)


# Operations whose idempotency token botocore makes anew for each call, one for each protocol of theirs.
TOKENS = {
    "awsJson": ("secretsmanager", "create_secret", {"Name": "plain", "SecretString": "s"}),
    "ec2Query": ("ec2", "run_instances", {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 2}),
    "restJson": ("efs", "create_file_system", {"Encrypted": True}),
}


@pytest.mark.parametrize("service, operation, parameters", TOKENS.values(), ids=TOKENS)
def test_tokens_that_botocore_makes_anew_may_differ(deck, service, operation, parameters):
    def answer(request):
        is_xml = service == "ec2"
        return Answer(fields=[XML if is_xml else JSON], body=b"<Answer/>" if is_xml else b"{}")

    def ask(proxy):
        return code_of(getattr(client(proxy, service), operation), **parameters)

    with Upstream(answer) as upstream, recording(deck, upstream.url) as proxy:
        assert ask(proxy) is None
        sent = upstream.requests[0].body
        ask(proxy)
        assert upstream.requests[1].body != sent, "the token was made anew"
    # Without bindings, too: a token is none.
    with replaying(deck, "--bind", "none", "--fail-on-unused") as proxy:
        assert [ask(proxy), ask(proxy)] == [None, None]


def test_one_token_for_two_requests_is_told_from_two(deck):
    """A suite that tests idempotency itself gets its recorded answers."""
    seen = {}

    def answer(request):
        body = json.loads(request.body)
        if seen.setdefault(body["ClientRequestToken"], body["Name"]) == body["Name"]:
            return Answer(fields=[JSON], body=json.dumps({"Name": body["Name"]}).encode())
        return Answer(400, [JSON], b'{"__type":"ResourceExistsException","message":"another"}')

    def run(proxy, token, other):
        secrets = client(proxy, "secretsmanager")
        calls = [("one", token), ("one", token), ("two", token), ("two", other)]
        return [
            code_of(secrets.create_secret, Name=name, ClientRequestToken=each) for name, each in calls
        ]

    with Upstream(answer) as upstream, recording(deck, upstream.url) as proxy:
        recorded = run(proxy, "a" * 32, "b" * 32)
    assert recorded == [None, None, "ResourceExistsException", None]
    with replaying(deck, "--fail-on-unused") as proxy:
        assert run(proxy, "c" * 32, "d" * 32) == recorded


def s3(request):
    body = b"content" if request.first_line[0] == "GET" else b""
    return Answer(fields=[("Content-Type", "text/plain"), ("ETag", '"1"')], body=body)


def presigned(proxy, key="file", **parameters):
    url = client(proxy, "s3", signature_version="s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": "bucket", "Key": key, **parameters}, ExpiresIn=600
    )
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_presigned_url_is_the_request_that_it_presigns(deck):
    with Upstream(s3) as upstream, recording(deck, upstream.url) as proxy:
        answer = client(proxy, "s3").get_object(Bucket="bucket", Key="file")
        answer["Body"].read()
    with replaying(deck, status=3) as proxy:
        assert presigned(proxy) == (200, b"content")
        status, body = presigned(proxy, "other")
        assert status == 400 and b"<Code>TapedeckMiss</Code>" in body
        status, body = presigned(proxy, VersionId="7")
        assert status == 400 and b"<Code>TapedeckMiss</Code>" in body


def test_a_presigned_url_is_recorded_and_replayed_with_another_signature(deck):
    with Upstream(s3) as upstream, recording(deck, upstream.url) as proxy:
        assert presigned(proxy) == (200, b"content")
    text = json.dumps(Cassette(deck.path(CASSETTE)).exchanges)
    assert "X-Amz-Signature=" not in text or not re.search("X-Amz-Signature=[0-9a-f]{64}", text)
    with replaying(deck, "--bind", "none") as proxy:
        assert presigned(proxy) == (200, b"content")


def chunked(content, size, trailer=True):
    """A body as SDKs send it through TLS: aws-chunked, unsigned, its checksum behind it."""
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n"
    return body + b"x-amz-checksum-crc32:%s\r\n\r\n" % b"AAAAAA=="


def put(proxy, body, length):
    fields = [
        ("Content-Encoding", "aws-chunked"),
        ("X-Amz-Decoded-Content-Length", str(length)),
        ("X-Amz-Content-SHA256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("X-Amz-Trailer", "x-amz-checksum-crc32"),
    ]
    with Connection(proxy.endpoint) as connection:
        key = Key(*proxy.key, service="s3")
        return connection.exchange(key.request(connection.host, "PUT", "/bucket/file", fields, body)).status


def test_a_body_in_other_chunks_is_the_same(deck):
    content = hashlib.sha256(b"seed").digest() * 400
    with Upstream(s3) as upstream, recording(deck, upstream.url) as proxy:
        assert put(proxy, chunked(content, 8192), len(content)) == 200
    with replaying(deck, status=3) as proxy:
        assert put(proxy, chunked(content, 1000), len(content)) == 200
        # As boto3 sends it without TLS: in one piece, from something like a file.
        boto = client(proxy, "s3")
        assert code_of(boto.put_object, Bucket="bucket", Key="file", Body=io.BytesIO(content)) is None
        assert is_miss(boto.put_object, Bucket="bucket", Key="file", Body=io.BytesIO(content[1:]))


def metrics(proxy, value, **config):
    dimensions = [{"Name": f"n{index}", "Value": "x" * 100} for index in range(30)]
    data = [{"MetricName": "m", "Value": value, "Dimensions": dimensions}]
    return code_of(client(proxy, "cloudwatch", protocol=CBOR, **config).put_metric_data, Namespace="n", MetricData=data)


def test_a_request_that_was_compressed_is_the_same_when_it_is_not(deck):
    def answer(request):
        return Answer(fields=[("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")], body=b"\xa0")

    with Upstream(answer) as upstream, recording(deck, upstream.url) as proxy:
        assert metrics(proxy, 1.0, request_min_compression_size_bytes=128) is None
        assert upstream.requests[0]["content-encoding"] == "gzip"
    with replaying(deck, status=3) as proxy:
        assert metrics(proxy, 1.0, disable_request_compression=True) is None
        assert metrics(proxy, 1.0, request_min_compression_size_bytes=128) is None
        assert metrics(proxy, 2.0, request_min_compression_size_bytes=128) == "TapedeckMiss"

# SPDX-License-Identifier: Apache-2.0
"""What record sends to a TLS upstream is signed so that botocore, given the same bytes, comes to the same signature."""

import sys
from urllib.parse import parse_qsl

import pytest
from support.cassette import Cassette, assert_free_of
from support.services import Services
from support.sigv4 import Key
from support.upstream import Upstream
from support.wire import Connection

ACCESS = "AKIA3TAPEDECKE2ETEST"
SECRET = "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"
TOKEN = "IQoJb3JpZ2luX2VjE2E//////////wEaCXVzLWVhc3QtMSJHMEUCIQDtapedeck+e2e+session+token=="
REAL = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
SECRETS = [ACCESS, SECRET, TOKEN]
BIG = bytes(range(256)) * 20_480

CALLS = """
import boto3
print(boto3.client("codestar-connections").list_connections()["Connections"])
print(boto3.client("sts").get_caller_identity()["Arn"])
s3 = boto3.client("s3")
s3.put_object(Bucket="bucket", Key="a key", Body=b"content", Metadata={"spaced": "a  b"})
print(s3.get_object(Bucket="bucket", Key="a key")["Body"].read())
"""


def python(code):
    return [sys.executable, "-c", code]


@pytest.fixture
def upstream(authority):
    services = Services(ACCESS, SECRET)
    with Upstream(services, tls=authority.context) as upstream:
        upstream.services = services
        yield upstream
    # Each test looks at its own answers; that all were signed well is asked of every one.
    assert services.flaws and set(services.flaws) == {None}, services.flaws


def record(deck, upstream, authority, *command, name="app.cassette", **env):
    options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
    return deck.run("record", name, *options, "--", *command, **env)


def assert_nothing_leaked(deck, ended):
    assert_free_of(SECRETS, deck.path("app.cassette"), ended.out, ended.err)


def test_static_keys_from_the_environment_sign_for_json_query_and_s3(deck, authority, upstream):
    ended = record(deck, upstream, authority, *python(CALLS), **REAL)
    assert ended.status == 0, ended
    assert ended.out.splitlines() == ["[]", "arn:aws:iam::123456789012:user/tester", "b'content'"]
    assert_nothing_leaked(deck, ended)
    replayed = deck.run("replay", "app.cassette", "--", *python(CALLS))
    assert (replayed.status, replayed.out) == (0, ended.out), replayed


@pytest.mark.parametrize("source", ["environment", "file", "profile"])
def test_a_session_token_is_sent_and_signed(deck, authority, source):
    lines = f"aws_access_key_id = {ACCESS}\naws_secret_access_key = {SECRET}\naws_session_token = {TOKEN}\n"
    options, env = [], {}
    if source == "environment":
        env = {**REAL, "AWS_SESSION_TOKEN": TOKEN}
    elif source == "file":
        (deck.home / ".aws").mkdir()
        (deck.home / ".aws/credentials").write_text(f"[default]\n{lines}")
    else:
        deck.path("credentials").write_text(f"[default]\naws_access_key_id = wrong\n\n[work]\n{lines}")
        env = {"AWS_SHARED_CREDENTIALS_FILE": str(deck.path("credentials"))}
        options = ["--profile", "work"]
    services = Services(ACCESS, SECRET, TOKEN)
    with Upstream(services, tls=authority.context) as upstream:
        options += ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
        ended = deck.run("record", "app.cassette", *options, "--", *python(CALLS), **env)
    assert ended.status == 0, ended
    assert set(services.flaws) == {None}
    assert_nothing_leaked(deck, ended)


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_authorities_may_come_from_the_environment(deck, authority, upstream, variable):
    code = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    options = ["--upstream", upstream.url]
    ended = deck.run("record", "app.cassette", *options, "--", *python(code), **REAL, **{variable: authority.bundle})
    assert ended.status == 0, ended


def send(deck, authority, upstream, requests, service="s3"):
    """Sends requests as (method, target, fields, body), each signed with the throw-away key; returns the answers."""
    options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
    with deck.start("record", "app.cassette", *options, **REAL) as proxy:
        key = Key(*proxy.key, service=service)
        with Connection(proxy.endpoint) as connection:
            answers = [
                connection.exchange(key.request(connection.host, *request), method=request[0]) for request in requests
            ]
        ended = proxy.stop()
    assert ended.status == 0, ended
    assert_nothing_leaked(deck, ended)
    return answers


HEADER_VALUES = {
    "blanks": "a  b   c",
    "tab": "tab\tand blanks  ",
    "UTF-8": "Köln 東京 \U0001f39e",
    "quotes": 'comma, semicolon; "quotes"',
    "encoded words": "=?UTF-8?B?w6Q=?=",
    "empty": "",
    "colons": "a:b::c",
}


@pytest.mark.parametrize("value", HEADER_VALUES.values(), ids=HEADER_VALUES)
def test_unusual_header_values_arrive_and_are_signed(deck, authority, upstream, value):
    fields = [("x-amz-meta-test", value), ("X-Amz-Meta-Other", "1")]
    put, get = send(
        deck, authority, upstream, [("PUT", "/bucket/key", fields, b"x"), ("GET", "/bucket/key", [], b"")]
    )
    assert (put.status, get.status) == (200, 200), (put.body, get.body)
    assert upstream.requests[0]["x-amz-meta-test"] == value.strip()
    assert get["x-amz-meta-test"] == value.strip()


def test_a_repeated_header_is_signed_as_one(deck, authority, upstream):
    fields = [("x-amz-meta-test", "one"), ("x-amz-meta-test", "two  three")]
    (answer,) = send(deck, authority, upstream, [("PUT", "/bucket/key", fields, b"x")])
    assert answer.status == 200, answer.body


def test_a_client_that_signs_more_fields_than_botocore_is_served(deck, authority, upstream):
    """As the SDKs for Go and JavaScript do: length, encoding, and what they say of themselves."""
    body = b'{"MaxResults":1}'
    fields = [
        ("Accept-Encoding", "identity"),
        ("Amz-Sdk-Invocation-Id", "d5c4f1f0-0000-4000-8000-000000000000"),
        ("Amz-Sdk-Request", "attempt=1; max=3"),
        ("Content-Length", str(len(body))),
        ("User-Agent", "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22"),
        ("X-Amz-User-Agent", "aws-sdk-js/3"),
    ]
    (answer,) = send(deck, authority, upstream, [("POST", "/", fields, body)], "codestar-connections")
    assert answer.status == 200, answer.body


S3_TARGETS = [
    "/bucket/with%20space",
    "/bucket/plus%2Bplus",
    "/bucket/slash%2Fslash",
    "/bucket/%E6%9D%B1%E4%BA%AC/%C3%BC",
    "/bucket/~tilde-._",
    "/bucket//two//slashes/",
    "/bucket/../up/./here/..",
    "/bucket/100%25",
    "/bucket/%21%27%28%29%2A",
]


def test_s3_keys_with_unusual_characters_are_signed_as_they_are(deck, authority, upstream):
    targets = [target for target in S3_TARGETS for _ in range(2)]
    requests = []
    for target in S3_TARGETS:
        requests += [("PUT", target, [], target.encode()), ("GET", target, [], b"")]
    answers = send(deck, authority, upstream, requests)
    assert [answer.status for answer in answers] == [200] * len(answers)
    assert [request.first_line[1] for request in upstream.requests] == targets, "a path was changed on the way"
    assert [answer.body for answer in answers[1::2]] == [target.encode() for target in S3_TARGETS]


QUERIES = [
    "list-type=2&prefix=a%20b",
    "empty=&also",
    "b=2&a=1&a=0&B=3",
    "tilde=~&encoded-tilde=%7E",
    "plus=%2B&slash=%2F&percent=%25&equals=%3D",
    "uni=%E6%9D%B1&uni=%C3%BC",
    "x-id=ListObjects&delimiter=%2F",
    "a-b=1&a.b=2&a_b=3&aB=4",
]


@pytest.mark.parametrize("service", ["s3", "execute-api"])
def test_unusual_queries_are_signed(deck, authority, upstream, service):
    method = "PUT" if service == "s3" else "POST"
    targets = [f"/bucket/key?{query}" for query in QUERIES]
    answers = send(deck, authority, upstream, [(method, target, [], b"{}") for target in targets], service)
    assert [answer.status for answer in answers] == [200] * len(QUERIES), [answer.body[:60] for answer in answers]
    arrived = [request.first_line[1].partition("?")[2] for request in upstream.requests]
    # Encoded as SigV4 has it, and in the order that the client gave.
    assert [parse_qsl(query, keep_blank_values=True) for query in arrived] == [
        parse_qsl(query, keep_blank_values=True) for query in QUERIES
    ]


def test_paths_of_other_services_are_normalised_and_encoded_twice(deck, authority, upstream):
    targets = ["/stage/a%20b", "/stage/a%2Fb", "/stage//x", "/stage/./x/../y", "/stage/%C3%BC~"]
    answers = send(deck, authority, upstream, [("GET", target, [], b"") for target in targets], "execute-api")
    assert [answer.status for answer in answers] == [200] * len(targets), [answer.body[:60] for answer in answers]


@pytest.mark.parametrize("body", [b"", BIG], ids=["empty", "5 MB"])
@pytest.mark.parametrize("service", ["s3", "codestar-connections"])
def test_bodies_of_any_size_are_signed(deck, authority, upstream, service, body):
    method = "PUT" if service == "s3" else "POST"
    (answer,) = send(deck, authority, upstream, [(method, "/bucket/key", [], body)], service)
    assert answer.status == 200, answer.body[:200]
    assert upstream.requests[0].body == body


def flip_header(request):
    request.fields = [
        (name, "application/x-amz-json-1.1" if name.lower() == "content-type" else value)
        for name, value in request.fields
    ]


def flip_body(request):
    request.body += b" "


def flip_target(request):
    method, target, version = request.first_line
    request.first_line = (method, target + "?a=b", version)


@pytest.mark.parametrize("tamper", [flip_header, flip_body, flip_target])
def test_the_upstream_refuses_what_was_tampered_with(deck, authority, tamper):
    """Proves that the check above can fail; and that a service which tells all that it got costs no secret."""
    services = Services(ACCESS, SECRET, TOKEN, tamper=tamper)
    code = "import boto3\ntry: boto3.client('codestar-connections').list_connections()\n"
    code += "except Exception as e: print(type(e))"
    with Upstream(services, tls=authority.context) as upstream:
        ended = record(deck, upstream, authority, *python(code), **REAL, AWS_SESSION_TOKEN=TOKEN)
    assert services.flaws == ["SignatureDoesNotMatch"]
    assert "ClientError" in ended.out
    assert_nothing_leaked(deck, ended)
    (exchange,) = Cassette(deck.path("app.cassette")).exchanges
    assert exchange["response"]["status"] == 403


def test_an_upstream_with_another_authority_is_never_talked_to(deck, authority):
    services = Services(ACCESS, SECRET)
    code = "import boto3, botocore.config\nc = botocore.config.Config(retries={'total_max_attempts': 1})\n"
    code += "try: boto3.client('sts', config=c).get_caller_identity()\nexcept Exception as e: print(type(e))"
    with Upstream(services, tls=authority.context) as upstream:
        ended = deck.run("record", "app.cassette", "--upstream", upstream.url, "--", *python(code), **REAL)
        assert upstream.requests == []
    assert ended.status == 4, ended
    assert "Error" in ended.out, "the client was told"
    assert "TLS" in ended.err or "certificate" in ended.err, ended
    assert_free_of(SECRETS, ended.out, ended.err)


def test_a_client_without_the_sessions_key_is_not_signed_for(deck, authority):
    services = Services(ACCESS, SECRET)
    with Upstream(services, tls=authority.context) as upstream:
        options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
        with deck.start("record", "app.cassette", *options, **REAL) as proxy:
            access, secret = proxy.key
            for key in (Key("AKIAIOSFODNN7EXAMPLE", secret), Key(access, secret[::-1])):
                with Connection(proxy.endpoint) as connection:
                    answer = connection.exchange(key.request(connection.host, "POST", "/", [], b"{}"))
                assert answer.status == 403
                assert b"TapedeckRefused" in answer.body + str(answer.fields).encode()
            ended = proxy.stop()
        assert upstream.requests == []
    assert ended.status == 1, ended


def test_a_journal_holds_no_secret_either(deck, authority, upstream):
    options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
    with deck.start("record", "app.cassette", *options, **REAL) as proxy:
        with Connection(proxy.endpoint) as connection:
            request = Key(*proxy.key).request(connection.host, "POST", "/", [], SECRET.encode())
            assert connection.exchange(request).status == 200
        proxy.process.kill()
        ended = proxy.wait()
    assert deck.path("app.cassette.journal").stat().st_size > 0
    assert_free_of([*SECRETS, *proxy.key], deck.path("app.cassette.journal"), ended.err)

# SPDX-License-Identifier: Apache-2.0
"""A recording proxy signs for those who hold its session's key, and sends to AWS or where it was told, nowhere else."""

import contextlib
import datetime
import hashlib
import socket
import threading
from urllib.parse import quote

import pytest
from support.services import Services
from support.sigv4 import Key
from support.upstream import Upstream
from support.wire import Closed, Connection, Reader, head_bytes

ACCESS = "AKIA3TAPEDECKE2ETEST"
SECRET = "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"
REAL = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
TARGET = ("X-Amz-Target", "CodeStar_connections_20191201.ListConnections")
JSON = ("Content-Type", "application/x-amz-json-1.0")


@pytest.fixture
def upstream(authority):
    with Upstream(Services(ACCESS, SECRET), tls=authority.context) as upstream:
        yield upstream


@pytest.fixture
def proxy(deck, authority, upstream):
    options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
    with deck.start("record", "app.cassette", *options, **REAL) as proxy:
        yield proxy


def wire(fields, body=b"", first_line="POST / HTTP/1.1"):
    return head_bytes(first_line, [*fields, ("Content-Length", str(len(body)))]) + body


def signed_at(key, time, fields, body=b"{}", *, method="POST", target="/", day=None):
    """The fields of a request that is signed at a time of the test's choice."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ")
    fields = [*fields, ("X-Amz-Date", stamp)]
    names = {name.lower() for name, _ in fields}
    signature = key.signature(method, target, fields, body, names, stamp)
    scope = f"{key.access}/{day or stamp[:8]}/{key.region}/{key.service}/aws4_request"
    value = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={';'.join(sorted(names))}, Signature={signature}"
    return [*fields, ("Authorization", value)]


def presigned(key, host, time, expires, *, path="/bucket/key"):
    stamp = time.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{key.access}/{stamp[:8]}/{key.region}/s3/aws4_request"
    query = (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={quote(scope, safe='')}&X-Amz-Date={stamp}"
        f"&X-Amz-Expires={expires}&X-Amz-SignedHeaders=host"
    )
    fields = [("Host", host), ("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")]
    signature = key.signature("GET", f"{path}?{query}", fields, b"", {"host"}, stamp)
    return f"{path}?{query}&X-Amz-Signature={signature}"


def now(**shift):
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**shift)


def assert_refused(proxy, upstream, data, reason, method="POST"):
    with Connection(proxy.endpoint) as connection:
        answer = connection.exchange(data, method=method)
    assert answer.status == 403, (answer.first_line, answer.body)
    assert reason in answer.body.decode(), answer.body
    assert upstream.requests == []


def host_of(proxy):
    return proxy.endpoint.removeprefix("http://")


def session_key(proxy, **more):
    return Key(*proxy.key, **more)


def test_what_is_signed_with_the_sessions_key_is_forwarded(proxy, upstream):
    fields = session_key(proxy).sign("POST", "/", [("Host", host_of(proxy)), TARGET, JSON], b"{}")
    with Connection(proxy.endpoint) as connection:
        assert connection.exchange(wire(fields, b"{}")).status == 200
        target = presigned(session_key(proxy, service="s3"), connection.host, now(minutes=-10), 3600)
        head = head_bytes(f"GET {target} HTTP/1.1", [("Host", connection.host)])
        assert connection.exchange(head).status == 404
    assert len(upstream.requests) == 2
    assert ACCESS in upstream.requests[1]["authorization"]


def test_another_secret_or_another_key_is_refused(proxy, upstream):
    access, secret = proxy.key
    fields = [("Host", host_of(proxy)), TARGET, JSON]
    for key, reason in [
        (Key(access, secret[::-1]), "its signature is not one of this session's key"),
        (Key(ACCESS, secret), "another access key"),
        (Key(ACCESS, SECRET), "another access key"),
    ]:
        assert_refused(proxy, upstream, wire(key.sign("POST", "/", fields, b"{}"), b"{}"), reason)


@pytest.mark.parametrize("shift", [{"minutes": -16}, {"minutes": 16}, {"days": -1}, {"days": 365}])
def test_old_and_future_signatures_are_refused(proxy, upstream, shift):
    fields = signed_at(session_key(proxy), now(**shift), [("Host", host_of(proxy)), TARGET, JSON])
    assert_refused(proxy, upstream, wire(fields, b"{}"), "15 minutes")


def test_a_clock_that_is_minutes_off_is_no_offence(proxy):
    for minutes in (-14, 14):
        fields = signed_at(session_key(proxy), now(minutes=minutes), [("Host", host_of(proxy)), TARGET, JSON])
        with Connection(proxy.endpoint) as connection:
            assert connection.exchange(wire(fields, b"{}")).status == 200


def test_a_date_beside_that_of_the_scope_is_refused(proxy, upstream):
    fields = signed_at(session_key(proxy), now(), [("Host", host_of(proxy)), TARGET, JSON], day="20200101")
    assert_refused(proxy, upstream, wire(fields, b"{}"), "date")


@pytest.mark.parametrize("shift, expires", [({"hours": -2}, 3600), ({"minutes": 20}, 3600), ({"days": -8}, 604800)])
def test_presigned_urls_that_expired_or_are_of_the_future_are_refused(proxy, upstream, shift, expires):
    target = presigned(session_key(proxy, service="s3"), host_of(proxy), now(**shift), expires)
    head = head_bytes(f"GET {target} HTTP/1.1", [("Host", host_of(proxy))])
    assert_refused(proxy, upstream, head, "expired", method="GET")


@pytest.mark.parametrize("expires", ["604801", "-1", "x", "99999999999999999999"])
def test_presigned_urls_for_no_time_are_refused(proxy, upstream, expires):
    target = presigned(session_key(proxy, service="s3"), host_of(proxy), now(), expires)
    assert_refused(
        proxy, upstream, head_bytes(f"GET {target} HTTP/1.1", [("Host", host_of(proxy))]), "date", method="GET"
    )


def change(fields, name, value):
    assert any(field == name for field, _ in fields)
    return [(field, value if field == name else old) for field, old in fields]


def signature(fields, old="", new=""):
    """The fields with another text in their signature."""
    return change(fields, "Authorization", dict(fields)["Authorization"].replace(old, new))


STALE = now(minutes=-1).strftime("%Y%m%dT%H%M%SZ")
TAMPERED = {
    "the operation": (lambda f: change(f, TARGET[0], "CodeStar_connections_20191201.DeleteHost"), "POST /", b"{}"),
    "the type": (lambda f: change(f, "Content-Type", "text/plain"), "POST /", b"{}"),
    "the host": (lambda f: change(f, "Host", "127.0.0.1:1"), "POST /", b"{}"),
    "the date": (lambda f: change(f, "X-Amz-Date", STALE), "POST /", b"{}"),
    "the path": (lambda f: f, "POST /other", b"{}"),
    "the query": (lambda f: f, "POST /?Action=DeleteUser", b"{}"),
    "the method": (lambda f: f, "PUT /", b"{}"),
    "the body": (lambda f: f, "POST /", b"[]"),
    "the region": (lambda f: signature(f, "us-east-1", "eu-west-1"), "POST /", b"{}"),
    "the service": (lambda f: signature(f, "codestar-connections/aws4", "iam/aws4"), "POST /", b"{}"),
    "the signature": (lambda f: signature(f, "Signature=", "Signature=0"), "POST /", b"{}"),
    "what is signed": (lambda f: signature(f, "host;", ""), "POST /", b"{}"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_changed_after_it_was_signed_is_refused(proxy, upstream, how):
    tamper, start, body = TAMPERED[how]
    fields = tamper(session_key(proxy).sign("POST", "/", [("Host", host_of(proxy)), TARGET, JSON], b"{}"))
    assert_refused(proxy, upstream, wire(fields, body, f"{start} HTTP/1.1"), "its signature is not one of")


@pytest.mark.parametrize("field", [("X-Amz-Security-Token", "t"), ("x-amz-acl", "public-read")])
def test_fields_of_aws_that_are_not_signed_are_refused(proxy, upstream, field):
    fields = session_key(proxy).sign("POST", "/", [("Host", host_of(proxy)), TARGET, JSON], b"{}")
    assert_refused(proxy, upstream, wire([*fields, field], b"{}"), "x-amz- fields that its signature does not cover")


def test_two_signatures_are_one_too_many(proxy, upstream):
    fields = session_key(proxy).sign("POST", "/", [("Host", host_of(proxy)), TARGET, JSON], b"{}")
    assert_refused(proxy, upstream, wire([*fields, fields[-1]], b"{}"), "more than once")


def test_a_body_that_is_not_the_declared_one_is_refused(proxy, upstream):
    digest = hashlib.sha256(b"meant").hexdigest()
    fields = [("Host", host_of(proxy)), ("X-Amz-Content-SHA256", digest)]
    fields = session_key(proxy, service="s3").sign("PUT", "/bucket/key", fields, b"meant")
    assert_refused(proxy, upstream, wire(fields, b"other", "PUT /bucket/key HTTP/1.1"), "its body", method="PUT")


def test_two_places_for_a_signature_are_one_too_many(proxy, upstream):
    key = session_key(proxy, service="s3")
    target = presigned(key, host_of(proxy), now(), 60)
    fields = key.sign("GET", target, [("Host", host_of(proxy))], b"")
    assert_refused(proxy, upstream, head_bytes(f"GET {target} HTTP/1.1", fields), "more than once", method="GET")
    fields = [("Host", host_of(proxy)), ("Authorization", "Bearer of-something")]
    assert_refused(proxy, upstream, head_bytes(f"GET {target} HTTP/1.1", fields), "more than once", method="GET")


SCOPE = "AKIA/20261122/us-east-1/s3/aws4_request"
OTHER_WAYS = {
    "SigV4A": [("Authorization", f"AWS4-ECDSA-P256-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature=ab")],
    "SigV2": [("Authorization", "AWS AKIA:c2lnbmF0dXJl")],
    "no scope": [("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA, SignedHeaders=host, Signature=ab")],
    "no words": [("Authorization", "AWS4-HMAC-SHA256")],
    "small letters": [("Authorization", f"aws4-hmac-sha256 Credential={SCOPE}, SignedHeaders=host, Signature=ab")],
    "AWS3": [("Authorization", "AWS3-HTTPS AWSAccessKeyId=AKIA,Algorithm=HmacSHA256,Signature=ab")],
}


@pytest.mark.parametrize("fields", OTHER_WAYS.values(), ids=OTHER_WAYS)
def test_signatures_of_other_kinds_are_refused(proxy, upstream, fields):
    head = head_bytes("GET /bucket/key HTTP/1.1", [("Host", host_of(proxy)), *fields])
    assert_refused(proxy, upstream, head, "sign", method="GET")


@pytest.mark.parametrize(
    "query",
    [
        "AWSAccessKeyId=AKIA&Signature=s&Expires=1",
        "X-Amz-Signature=ab",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=",
    ],
)
def test_queries_with_signatures_of_other_kinds_are_refused(proxy, upstream, query):
    head = head_bytes(f"GET /bucket/key?{query} HTTP/1.1", [("Host", host_of(proxy))])
    assert_refused(proxy, upstream, head, "sign", method="GET")


def test_what_was_overheard_cannot_be_sent_in_pieces_of_another_request(proxy, upstream):
    """Signed fields of one request, with the body of another, under a hash that both could have declared."""
    key = session_key(proxy, service="s3")
    good = key.sign("PUT", "/bucket/key", [("Host", host_of(proxy))], b"good")
    assert_refused(proxy, upstream, wire(good, b"evil", "PUT /bucket/key HTTP/1.1"), "its body", method="PUT")
    assert_refused(proxy, upstream, wire(good, b"good", "PUT /bucket/evil HTTP/1.1"), "its signature", method="PUT")


WEB_PAGES = {
    "rebinding": [("Host", "evil.example")],
    "rebinding with a port": [("Host", "evil.example:8080")],
    "looks like this machine": [("Host", "127.0.0.1.evil.example")],
    "looks like localhost": [("Host", "localhost.evil.example")],
    "looks like AWS": [("Host", "sts.amazonaws.com.evil")],
    "a form of another page": [("Host", "127.0.0.1"), ("Origin", "https://evil.example")],
    "a sandboxed page": [("Host", "127.0.0.1"), ("Origin", "null")],
    "an image": [("Host", "localhost"), ("Sec-Fetch-Site", "cross-site")],
}


@pytest.mark.parametrize("fields", WEB_PAGES.values(), ids=WEB_PAGES)
def test_web_pages_are_not_served(proxy, upstream, fields):
    body = b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a&RoleSessionName=b&WebIdentityToken=c"
    form = [*fields, ("Content-Type", "application/x-www-form-urlencoded")]
    assert_refused(proxy, upstream, wire(form, body), "it is not signed")


@pytest.mark.parametrize(
    "fields",
    [
        [("Host", "127.0.0.1:4566")],
        [("Host", "bucket.localhost")],
        [("Host", "[::1]:1")],
        [("Host", "cognito-idp.eu-west-1.amazonaws.com")],
        [("Host", "127.0.0.1"), ("Origin", "http://localhost:3000")],
        [("Host", "127.0.0.1"), ("Origin", "http://127.0.0.1:3000"), ("Sec-Fetch-Site", "cross-site")],
    ],
)
def test_clients_on_this_machine_need_not_sign(proxy, upstream, fields):
    with Connection(proxy.endpoint) as connection:
        connection.exchange(wire([*fields, ("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")], b"{}"))
    assert [request["authorization"] for request in upstream.requests] == [None]


class Tunnels:
    """An HTTP proxy that notes where it is asked to connect to, and connects nobody."""

    def __init__(self):
        self.asked: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            with sock, contextlib.suppress(Closed, OSError):
                self.asked.append(Reader(sock).head().first_line[1])
                sock.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def tunnels():
    tunnels = Tunnels()
    yield tunnels
    tunnels.listener.close()


@pytest.fixture
def to_aws(deck, tunnels):
    with deck.start("record", "app.cassette", HTTPS_PROXY=tunnels.url, **REAL) as proxy:
        yield proxy


def ask(proxy, data, method="POST"):
    with Connection(proxy.endpoint) as connection:
        return connection.exchange(data, method=method)


def test_signed_requests_go_to_the_endpoint_of_their_service(to_aws, tunnels):
    key = session_key(to_aws)
    fields = [("Host", "evil.example"), TARGET, JSON]
    assert ask(to_aws, wire(key.sign("POST", "/", fields, b"{}"), b"{}")).status == 502
    s3 = session_key(to_aws, service="s3")
    for host in ["b..c.localhost", "b%2fc.localhost", "b%40evil.example", "evil.example", "s3.amazonaws.com.evil"]:
        ask(to_aws, head_bytes("GET /k HTTP/1.1", s3.sign("GET", "/k", [("Host", host)], b"")), "GET")
    for host in ["http://evil.example/k", "http://EVIL.example:80/k"]:
        authority = host.split("/")[2]
        fields = s3.sign("GET", "/k", [("Host", authority)], b"")
        ask(to_aws, head_bytes(f"GET {host} HTTP/1.1", fields), "GET")
    assert set(tunnels.asked) == {"codestar-connections.us-east-1.amazonaws.com:443", "s3.us-east-1.amazonaws.com:443"}


@pytest.mark.parametrize(
    "region", ["@evil.example", "evil.example#", "x.evil.example", "evil.example%2f", "us-east-1.evil", "-", "a" * 64]
)
def test_no_region_leads_elsewhere(to_aws, tunnels, region):
    key = session_key(to_aws, region=region)
    ask(to_aws, wire(key.sign("POST", "/", [("Host", host_of(to_aws)), TARGET, JSON], b"{}"), b"{}"))
    assert all(name.endswith((".amazonaws.com:443", ".amazonaws.com.cn:443", ".api.aws:443")) for name in tunnels.asked)
    assert not any("evil" in name for name in tunnels.asked)


def test_the_account_in_front_of_a_host_is_one(to_aws, tunnels):
    key = session_key(to_aws, service="s3")
    for account in ["123456789012", "evil.example/", "evil.example#", "a@evil.example"]:
        target = "/v20180820/configuration/publicAccessBlock"
        fields = key.sign("GET", target, [("Host", host_of(to_aws)), ("x-amz-account-id", account)], b"")
        ask(to_aws, head_bytes(f"GET {target} HTTP/1.1", fields), "GET")
    assert tunnels.asked and not any("evil" in name for name in tunnels.asked), tunnels.asked


@pytest.mark.parametrize(
    "fields, first_line",
    [
        ([("Host", "127.0.0.1"), ("X-Amz-Target", "Evil_20200101.DoIt")], "POST / HTTP/1.1"),
        ([("Host", "127.0.0.1"), ("X-Amz-Target", "http://evil.example/")], "POST / HTTP/1.1"),
        ([("Host", "evil.localhost")], "GET / HTTP/1.1"),
        ([("Host", "localhost:80")], "GET http://localhost:80/ HTTP/1.1"),
        ([("Host", "evil.amazonaws.com")], "GET /.env HTTP/1.1"),
    ],
)
def test_what_is_not_of_aws_is_not_forwarded(to_aws, tunnels, fields, first_line):
    answer = ask(to_aws, head_bytes(first_line, [*fields, ("Content-Length", "0")]), first_line.split()[0])
    assert answer.status in (400, 403), answer.first_line
    assert tunnels.asked == []


def test_unsigned_requests_go_to_aws_alone(to_aws, tunnels):
    body = b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a&RoleSessionName=b&WebIdentityToken=c"
    form = [("Host", "sts.eu-west-1.amazonaws.com"), ("Content-Type", "application/x-www-form-urlencoded")]
    assert ask(to_aws, wire(form, body)).status == 502
    target = ("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
    assert ask(to_aws, wire([("Host", host_of(to_aws)), target], b"{}")).status == 502
    assert tunnels.asked == ["sts.eu-west-1.amazonaws.com:443", "cognito-idp.us-east-1.amazonaws.com:443"]


def test_listening_for_others_is_warned_of(deck, upstream, authority):
    options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
    with deck.start("record", "app.cassette", "--host", "0.0.0.0", *options, **REAL) as proxy:
        assert proxy.endpoint.startswith("http://127.0.0.1:")
        fields = Key(*proxy.key).sign("POST", "/", [("Host", "build-machine:4566"), TARGET, JSON], b"{}")
        assert ask(proxy, wire(fields, b"{}")).status == 200
        ended = proxy.stop()
    assert "listening on 0.0.0.0" in ended.err and "signed with the key of this session" in ended.err, ended


def test_the_loopback_of_ipv6_is_no_reason_to_warn(deck):
    with deck.start("simulate", "--host", "::1") as proxy:
        assert proxy.endpoint.startswith("http://[::1]:")
        with Connection(proxy.endpoint) as connection:
            head = head_bytes("GET / HTTP/1.1", [("Host", connection.host)])
            assert connection.exchange(head, method="GET").status == 400
        ended = proxy.stop()
    assert "warning" not in ended.err and "http://[::1]:" in ended.err, ended

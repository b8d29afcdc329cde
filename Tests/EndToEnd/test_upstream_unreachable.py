# SPDX-License-Identifier: Apache-2.0
"""Upstreams to which there is no connection: what the client is told, and what the run makes of it."""

import json
import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import urllib3
from support.aws import SERVICE, client, error_of
from support.certificates import self_signed, server
from support.scripted import Peer, Scripted, serving
from support.tapedeck import Deck

SECRET = "Sup3rS3cretPassword"


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return closed.getsockname()[1]


@contextmanager
def refusing(folder):
    yield f"http://127.0.0.1:{closed_port()}"


@contextmanager
def deaf(folder):
    """Its queue is full, so that the system answers nobody who calls."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        callers = []
        for _ in range(4):
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
            callers.append(caller)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for caller in callers:
            caller.close()


@contextmanager
def nameless(folder):
    yield "https://nosuchhost.invalid"


def presenting(**options):
    """A server with a certificate of its own, and `trusted` where that is one to trust."""
    certificate, ends = options.pop("certificate", {}), options

    @contextmanager
    def context(folder):
        path = self_signed(folder, **certificate)
        with Scripted(serving(lambda peer, request: None), tls=server(path, **ends)) as upstream:
            yield upstream.url, path

    return context


def scripted(script, scheme, tls=False):
    @contextmanager
    def context(folder):
        with Scripted(script, tls=server(self_signed(folder)) if tls else None) as upstream:
            yield f"{scheme}://localhost:{upstream.port}"

    return context


def talk_http(peer: Peer):
    peer.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    peer.is_closed()


@dataclass
class Case:
    upstream: object
    status: int
    words: list[str]
    is_trusted: bool = False
    variables: dict = field(default_factory=dict)


TLS = ["TLS failed"]
CASES = {
    "refused": Case(refusing, 502, ["cannot connect", "Connection refused", "check that it runs"]),
    "deaf": Case(deaf, 504, ["timed out", "no connection within 2 s", "check that it runs"]),
    "no such name": Case(nameless, 502, ["cannot find the host", "check the name"]),
    "self-signed": Case(presenting(), 502, [*TLS, "self-signed", "--ca-bundle"]),
    "another name": Case(
        presenting(certificate={"host": "other.example"}), 502, [*TLS, "'localhost'", "--ca-bundle"], is_trusted=True
    ),
    "expired": Case(presenting(certificate={"days": -1}), 502, [*TLS, "expired"], is_trusted=True),
    "TLS 1.1": Case(presenting(newest=ssl.TLSVersion.TLSv1_1), 502, [*TLS, "TLS 1.2 or newer"], is_trusted=True),
    "no TLS on that port": Case(scripted(talk_http, "https"), 502, [*TLS, "http://"]),
    "TLS on that port": Case(scripted(lambda peer: None, "http", tls=True), 502, ["the connection broke"]),
    "closed in the handshake": Case(scripted(lambda peer: peer.sock.recv(1), "https"), 502, TLS),
    "silent in the handshake": Case(scripted(Peer.hang, "https"), 504, ["timed out", "no connection within 2 s"]),
    "no proxy": Case(
        nameless,
        502,
        ["cannot connect", "port 9", "Connection refused", "HTTPS_PROXY"],
        variables={"HTTPS_PROXY": f"http://someone:{SECRET}@127.0.0.1:9"},
    ),
    "a proxy that is none": Case(
        nameless, 502, ["https://nosuchhost.invalid"], variables={"HTTPS_PROXY": f"gopher://someone:{SECRET}@127.0.0.1:9"}
    ),
    "no such proxy": Case(
        nameless, 502, ["cannot find the host", "HTTPS_PROXY"], variables={"HTTPS_PROXY": f"http://u:{SECRET}@noproxy.invalid"}
    ),
}


def meet(case: Case, folder):
    folder.mkdir()
    deck = Deck(folder)
    with case.upstream(folder) as found:
        url, certificate = found if isinstance(found, tuple) else (found, None)
        options = ["--upstream", url, "--upstream-timeout", "2s", "--report", "json=r.json"]
        if case.is_trusted:
            options += ["--ca-bundle", certificate]
        with deck.start("record", "app.cassette", *options, **case.variables) as proxy:
            service = client(proxy, SERVICE, retries={"max_attempts": 0})
            error = error_of(service.create_connection, ConnectionName="x", ProviderType="GitHub")
            ended = proxy.stop()
    return url, error, ended, deck


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unreachable")
    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(meet, case, folder / str(number)) for number, case in enumerate(CASES.values())]
    return dict(zip(CASES, [run.result() for run in runs]))


@pytest.mark.parametrize("name", CASES)
def test_unreachable(met, name):
    case, (url, error, ended, deck) = CASES[name], met[name]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == case.status, error
    assert error["Error"]["Code"] == "TapedeckUpstreamFailed"
    message = error["Error"]["Message"]
    assert message.startswith(f"Tapedeck: no answer from the upstream: {url}: "), message
    for word in case.words:
        assert word in message, message
    assert ended.status == 4, ended
    (failure,) = json.loads(deck.path("r.json").read_text())["upstreamFailures"]
    assert failure["message"] in message and f"upstream: {failure['message']}" in ended.err, ended
    assert not list(deck.folder.glob("app.cassette*")), "there is nothing to record"
    for told in (message, ended.err, deck.path("r.json").read_text()):
        assert SECRET not in told


ASK = """
import boto3, sys
from botocore.config import Config
try: boto3.client("codeconnections", config=Config(retries={"max_attempts": 0})).list_connections()
except Exception as error: print(error); sys.exit(int(sys.argv[1]))
"""


@pytest.mark.parametrize("own, status", [(0, 4), (7, 7)])
def test_the_command_has_the_last_word(deck, own, status):
    url = f"http://127.0.0.1:{closed_port()}"
    ended = deck.run("record", "app.cassette", "--upstream", url, "--", sys.executable, "-c", ASK, str(own))
    assert ended.status == status, ended
    assert "(TapedeckUpstreamFailed)" in ended.out and f"upstream: {url}: cannot connect" in ended.err, ended


def test_a_presigned_signature_is_in_no_message(deck):
    url = f"http://127.0.0.1:{closed_port()}"
    with deck.start("record", "app.cassette", "--upstream", url, "--report", "json=r.json") as proxy:
        s3 = client(proxy, "s3", signature_version="s3v4", retries={"max_attempts": 0})
        presigned = s3.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "k"})
        answer = urllib3.request("GET", presigned, retries=False)
        ended = proxy.stop()
    assert answer.status == 502 and b"<Code>TapedeckUpstreamFailed</Code>" in answer.data, answer.data
    signature = presigned.rpartition("Signature=")[2].partition("&")[0]
    for told in (answer.data.decode(), ended.err, deck.path("r.json").read_text()):
        assert signature not in told and "Signature" not in told, told

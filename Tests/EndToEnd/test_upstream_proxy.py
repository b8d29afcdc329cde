# SPDX-License-Identifier: Apache-2.0
"""Proxies and authorities that the environment names, on the way from tapedeck to AWS."""

import base64
import socket
import threading

import pytest
from support.aws import client, error_of
from support.certificates import self_signed, server
from support.scripted import Peer, Scripted, serving

# Nobody but the proxy knows the way there.
HOST = "upstream.example"
SECRET = "Sup3rS3cretPassword"


class Tunnels:
    """An HTTP proxy that knows CONNECT only, and leads everybody to one server."""

    def __init__(self, port: int, refusal: bytes = b""):
        self.port, self.refusal = port, refusal
        self.asked = []

    def __call__(self, peer: Peer):
        request = peer.reader.head()
        self.asked.append(request)
        if self.refusal:
            peer.send(self.refusal)
            return
        peer.send(b"HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as there:
            thread = threading.Thread(target=self.pump, args=(there, peer.sock), daemon=True)
            thread.start()
            self.pump(peer.sock, there)
            thread.join(20)

    @staticmethod
    def pump(source, target):
        try:
            while piece := source.recv(1 << 16):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


@pytest.fixture
def upstream(tmp_path):
    certificate = self_signed(tmp_path, host=HOST)
    with Scripted(serving(lambda peer, request: None), tls=server(certificate)) as upstream:
        upstream.certificate = certificate
        yield upstream


def hosts(deck, *options, status=0, url=f"https://{HOST}", **variables):
    """What ListHosts answers through a recording, and how that ended."""
    with deck.start("record", "app.cassette", "--upstream", url, "--upstream-timeout", "5s", *options, **variables) as proxy:
        service = client(proxy, retries={"max_attempts": 0})
        error = error_of(service.list_hosts)
        ended = proxy.stop()
    assert ended.status == status, (error, ended)
    return (error or {"Error": {"Message": ""}})["Error"]["Message"], ended


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_a_tunnel_through_the_proxy_of_the_environment(deck, upstream, name):
    tunnels = Tunnels(upstream.port)
    with Scripted(tunnels) as proxy:
        variables = {name: f"http://someone:{SECRET}@127.0.0.1:{proxy.port}", "AWS_CA_BUNDLE": str(upstream.certificate)}
        hosts(deck, **variables)
    (request,) = tunnels.asked
    assert request.first_line[:2] == ("CONNECT", f"{HOST}:443")
    expected = base64.b64encode(f"someone:{SECRET}".encode()).decode()
    assert request["proxy-authorization"] == f"Basic {expected}"
    # The proxy sees no more of a request than where it goes.
    names = {field.lower() for field, _ in request.fields}
    assert names <= {"host", "proxy-authorization", "proxy-connection", "user-agent"}, names


def test_http_goes_through_a_tunnel_too(deck):
    with Scripted(serving(lambda peer, request: None)) as upstream:
        tunnels = Tunnels(upstream.port)
        with Scripted(tunnels) as proxy:
            hosts(deck, url=f"http://{HOST}:8080", http_proxy=f"http://127.0.0.1:{proxy.port}")
    assert [request.first_line[:2] for request in tunnels.asked] == [("CONNECT", f"{HOST}:8080")]


@pytest.mark.parametrize("excluded", [HOST, ".example", "*"])
def test_no_proxy_is_heeded(deck, upstream, excluded):
    tunnels = Tunnels(upstream.port)
    with Scripted(tunnels) as proxy:
        message, _ = hosts(deck, status=4, HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}", NO_PROXY=excluded)
    assert "cannot find the host" in message and not tunnels.asked


def test_an_upstream_on_this_machine_needs_no_proxy(deck):
    with Scripted(serving(lambda peer, request: None)) as upstream:
        hosts(deck, url=upstream.url, http_proxy="http://127.0.0.1:9", ALL_PROXY="http://127.0.0.1:9")


REFUSALS = {
    407: b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
    403: b"HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nsecret",
    502: b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_proxy_that_refuses(deck, upstream, status):
    with Scripted(Tunnels(upstream.port, REFUSALS[status])) as proxy:
        message, ended = hosts(deck, status=4, HTTPS_PROXY=f"http://someone:{SECRET}@127.0.0.1:{proxy.port}")
    assert f"https://{HOST}: cannot connect (CONNECT tunnel failed, response {status})" in message
    assert "check HTTPS_PROXY, its user and password, and NO_PROXY" in message
    assert SECRET not in message + ended.err + ended.out and "secret" not in message


def test_a_variable_that_points_at_ourselves_is_not_heeded(deck):
    """Else the proxy would ask itself for the way, and refuse."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = f"http://localhost:{port}"
    message, _ = hosts(deck, "--port", port, status=4, HTTPS_PROXY=own)
    assert "cannot find the host" in message, "it went there directly"


@pytest.mark.parametrize("name", ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "--ca-bundle"])
def test_authorities(deck, upstream, name):
    """The option goes before the variables, and the first of them that is set before the others."""
    order = ["--ca-bundle", "AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"]
    place = order.index(name)
    wrong = self_signed(deck.folder, host="other.example")
    # Those before it are empty, whatever this machine has.
    variables = dict.fromkeys(order[1:place], "") | {later: str(wrong) for later in order[place + 1 :]}
    options = ["--ca-bundle", upstream.certificate] if place == 0 else []
    with Scripted(Tunnels(upstream.port)) as proxy:
        variables["HTTPS_PROXY"] = f"http://127.0.0.1:{proxy.port}"
        if place:
            message, _ = hosts(deck, status=4, **{**variables, name: str(wrong)})
            assert "TLS failed" in message
            variables[name] = str(upstream.certificate)
        hosts(deck, *options, **variables)

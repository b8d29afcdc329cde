# SPDX-License-Identifier: Apache-2.0
"""Upstreams that misbehave: what each does with a connection is a function of the test's."""

import http.client
import socket
import ssl
import struct
import threading
from contextlib import contextmanager
from typing import Callable
from urllib.parse import urlsplit

from .wire import Closed, Message, Reader

TIMEOUT = 20
HOSTS = b'{"Hosts":[]}'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n\r\n%s" % (len(HOSTS), HOSTS)


class Peer:
    """A connection that the upstream has accepted."""

    def __init__(self, sock: socket.socket, number: int, ended: threading.Event):
        self.sock, self.number, self.ended = sock, number, ended
        self.reader = Reader(sock)

    def request(self) -> Message:
        return self.reader.request()

    def send(self, data: bytes):
        self.sock.sendall(data)

    def reset(self):
        """Ends the connection with a reset in the place of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def hang(self):
        """Says nothing more for as long as the test runs."""
        self.ended.wait(60)

    def is_closed(self) -> bool:
        """Waits for the other side's end."""
        try:
            return self.sock.recv(1) == b""
        except OSError:
            return True


class Scripted:
    """Plays `script` on each connection, in a thread of its own, and hangs up after it."""

    def __init__(self, script: Callable[[Peer], None], *, tls: ssl.SSLContext | None = None):
        self.script, self.tls = script, tls
        self.connections = 0
        self.ended = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock, self.connections), daemon=True).start()

    def _serve(self, sock: socket.socket, number: int):
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            self.script(Peer(sock, number, self.ended))
        except (Closed, OSError):
            # The other side went away, or never trusted us; the test sees that there.
            pass
        finally:
            sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ended.set()
        # Only this wakes the thread that accepts.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def serving(answer: Callable[[Peer, Message], None]) -> Callable[[Peer], None]:
    """A script that answers every request by `answer`, but for ListHosts, with which nothing is wrong."""

    def script(peer: Peer):
        while True:
            request = peer.request()
            if (request["x-amz-target"] or "").endswith(".ListHosts"):
                peer.send(GOOD)
            else:
                answer(peer, request)

    return script


@contextmanager
def recording(deck, script, *options, status=0, tls=None):
    """A running recorder in front of an upstream; both are at their end behind this."""
    with Scripted(script, tls=tls) as upstream:
        command = ["record", "app.cassette", "--upstream", upstream.url, *options]
        with deck.start(*command) as proxy:
            proxy.upstream = upstream
            yield proxy
            ended = proxy.stop()
            assert ended.status == status, ended


def connected(proxy) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(proxy.endpoint).netloc, timeout=TIMEOUT)


def ask(connection, method="GET", path="/", **options):
    connection.request(method, path, **options)
    answer = connection.getresponse()
    return answer, answer.read()

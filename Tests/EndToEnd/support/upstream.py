# SPDX-License-Identifier: Apache-2.0
"""Upstreams of ours: a small HTTP server, with or without TLS, whose answers a test decides."""

import datetime
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .wire import Closed, Fields, Message, Reader, head_bytes

PIECE = 1 << 16


@dataclass
class Answer:
    status: int = 200
    fields: Fields = ()
    body: bytes = b""


class Upstream:
    """Serves until closed, each connection in a thread of its own. Keeps the requests that it got."""

    def __init__(
        self, answer: Callable[[Message], Answer | bytes], *, tls: ssl.SSLContext | None = None, pause: float = 0
    ):
        """`answer` may give the bytes to send, after which the connection is closed.

        `pause` is a time in seconds that passes between pieces of a body, in both directions.
        """
        self.answer, self.tls, self.pause = answer, tls, pause
        self.requests: list[Message] = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        self._open: set[socket.socket] = set()
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
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket):
        try:
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            self._open.add(sock)
            reader = PausingReader(sock, self.pause)
            while True:
                request = reader.request()
                self.requests.append(request)
                self._send(sock, request, self.answer(request))
        except (Closed, OSError):
            # The client went away or never trusted us; the test sees that on its side.
            pass
        finally:
            self._open.discard(sock)
            sock.close()

    def _send(self, sock, request: Message, answer: Answer | bytes):
        if isinstance(answer, bytes):
            sock.sendall(answer)
            raise Closed
        fields = [*answer.fields, ("Content-Length", str(len(answer.body)))]
        sock.sendall(head_bytes(f"HTTP/1.1 {answer.status} Answer", fields))
        if request.first_line[0] == "HEAD":
            return
        for start in range(0, len(answer.body), PIECE):
            sock.sendall(answer.body[start : start + PIECE])
            self._wait()

    def _wait(self):
        if self.pause:
            threading.Event().wait(self.pause)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for sock in list(self._open):
            sock.close()


class PausingReader(Reader):
    def __init__(self, sock, pause: float):
        super().__init__(sock)
        self.pause = pause

    def more(self):
        if self.pause and self.buffer == b"":
            threading.Event().wait(self.pause)
        super().more()


class Authority:
    """A certificate authority of this test run, and a server certificate for this machine's loopback names."""

    def __init__(self, folder: Path):
        self.bundle = folder / "ca.pem"
        chain = folder / "server.pem"
        authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        issuer = ("Test CA", authority_key)
        authority = self._certificate("Test CA", authority_key.public_key(), *issuer, is_authority=True)
        server = self._certificate("localhost", server_key.public_key(), *issuer, is_authority=False)
        self.bundle.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
        private = server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain.write_bytes(private + server.public_bytes(serialization.Encoding.PEM))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(chain)

    @staticmethod
    def _certificate(subject, public_key, issuer, issuer_key, *, is_authority):
        def name(text):
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer))
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        )
        if not is_authority:
            names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(issuer_key, hashes.SHA256())

# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 with nothing hidden: bytes out, and what came back, in order."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 20
Fields = list[tuple[str, str]]


class Closed(Exception):
    """The peer closed the connection before the message was complete."""


@dataclass
class Message:
    """A request or response: its first line's words, its fields as they came, its body."""

    first_line: tuple[str, str, str]
    fields: Fields
    body: bytes = b""

    def __getitem__(self, name: str) -> str | None:
        return next((value for field, value in self.fields if field.lower() == name.lower()), None)

    @property
    def status(self) -> int:
        return int(self.first_line[1])


class Reader:
    """Reads messages off a socket."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self.buffer = b""

    def more(self):
        piece = self.sock.recv(1 << 16)
        if not piece:
            raise Closed
        self.buffer += piece

    def line(self) -> str:
        while b"\r\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        # Field values may hold UTF-8, which SigV4 signs as it is.
        return line.decode("utf-8", "surrogateescape")

    def exactly(self, count: int) -> bytes:
        parts, missing = [], count
        while missing > 0:
            if not self.buffer:
                self.more()
            parts.append(self.buffer[:missing])
            self.buffer = self.buffer[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def head(self) -> Message:
        words = self.line().split(" ", 2)
        fields = []
        while line := self.line():
            name, _, value = line.partition(":")
            fields.append((name, value.strip(" \t")))
        return Message((*words, "", "")[:3], fields)

    def chunked(self) -> bytes:
        body = b""
        while size := int(self.line().split(";")[0], 16):
            body += self.exactly(size)
            self.line()
        while self.line():
            pass
        return body

    def request(self) -> Message:
        message = self.head()
        if (message["expect"] or "").lower() == "100-continue":
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        message.body = self.body_of(message)
        return message

    def response(self, *, method="POST") -> Message:
        message = self.head()
        while 100 <= message.status < 200:
            message = self.head()
        if method != "HEAD" and message.status not in (204, 304):
            message.body = self.body_of(message, until_close=True)
        return message

    def body_of(self, message: Message, *, until_close=False) -> bytes:
        if (message["transfer-encoding"] or "").lower() == "chunked":
            return self.chunked()
        if message["content-length"] is not None:
            return self.exactly(int(message["content-length"]))
        if until_close:
            try:
                while True:
                    self.more()
            except Closed:
                body, self.buffer = self.buffer, b""
                return body
        return b""


def head_bytes(first_line: str, fields: Fields) -> bytes:
    lines = [first_line, *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


class Connection:
    """A client's connection to an `http://host:port` endpoint."""

    def __init__(self, endpoint: str):
        parts = urlsplit(endpoint)
        self.host = parts.netloc
        self.sock = socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = Reader(self.sock)

    def send(self, data: bytes):
        self.sock.sendall(data)

    def exchange(self, data: bytes, *, method="POST") -> Message:
        self.send(data)
        return self.reader.response(method=method)

    def is_closed_by_peer(self) -> bool:
        try:
            return self.sock.recv(1) == b""
        except ConnectionResetError:
            return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()

# SPDX-License-Identifier: Apache-2.0
"""A server's end of HTTP/2, for scripts of `Scripted` behind TLS."""

import hashlib
import threading
from dataclasses import dataclass
from typing import Callable, Iterable

import h2.config
import h2.connection
import h2.events
import h2.exceptions
from hyperframe.frame import GoAwayFrame

from .scripted import Peer
from .wire import Closed, Fields

PIECE = 16_000


@dataclass
class Stream:
    """A request that came whole, and the way to answer it."""

    connection: "Connection"
    id: int
    fields: Fields
    body: bytes = b""
    # Where bodies are only digested.
    digest: object = None

    def __getitem__(self, name: str) -> str | None:
        return next((value for field, value in self.fields if field == name), None)

    def answer(self, body: bytes, *fields, status=200, trailers: Fields = (), ends=True):
        """From any thread; waits while the other side's window is full."""
        head = [(":status", str(status)), *fields]
        self.connection.do(lambda h2: h2.send_headers(self.id, head, end_stream=ends and not body and not trailers))
        for start in range(0, len(body), PIECE):
            piece = body[start : start + PIECE]
            last = ends and start + PIECE >= len(body) and not trailers
            self.connection.send_data(self.id, piece, last)
        if trailers:
            self.connection.do(lambda h2: h2.send_headers(self.id, trailers, end_stream=True))

    def stream(self, parts: Iterable[bytes], *fields, status=200):
        """Answers with a body that is never there as a whole."""
        self.connection.do(lambda h2: h2.send_headers(self.id, [(":status", str(status)), *fields]))
        for part in parts:
            for start in range(0, len(part), PIECE):
                self.connection.send_data(self.id, part[start : start + PIECE], False)
        self.connection.send_data(self.id, b"", True)

    def reset(self, code: int):
        self.connection.do(lambda h2: h2.reset_stream(self.id, code))


class Connection:
    def __init__(self, peer: Peer, streams: int):
        self.sock = peer.sock
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        self.room = threading.Condition()
        self.is_over = False
        self.h2.initiate_connection()
        self.do(lambda h2: h2.update_settings({3: streams}))

    def do(self, action):
        with self.room:
            action(self.h2)
            if data := self.h2.data_to_send():
                self.sock.sendall(data)

    def send_data(self, stream: int, piece: bytes, ends: bool):
        with self.room:
            while self.h2.local_flow_control_window(stream) < len(piece):
                if self.is_over or not self.room.wait(20):
                    raise Closed
            self.do(lambda h2: h2.send_data(stream, piece, end_stream=ends))

    def go_away(self, last: int):
        """Streams up to `last` are still answered, which the library has no call for."""
        with self.room:
            self.sock.sendall(GoAwayFrame(0, last_stream_id=last).serialize())


def serving(answer: Callable[[Stream], None], *, streams=100, digests=False, pause=None) -> Callable[[Peer], None]:
    """A script that answers each request in a thread of its own, `streams` at once.

    With `digests`, bodies are not kept. `pause` is called when the first piece of a body has come, before any room for
    more is given.
    """

    def script(peer: Peer):
        assert peer.sock.selected_alpn_protocol() == "h2"
        connection, open, paused = Connection(peer, streams), {}, threading.Event()
        try:
            while data := peer.sock.recv(1 << 16):
                with connection.room:
                    events = connection.h2.receive_data(data)
                    for event in events:
                        match event:
                            case h2.events.RequestReceived():
                                stream = Stream(connection, event.stream_id, event.headers)
                                stream.digest = hashlib.sha256() if digests else None
                                open[event.stream_id] = stream
                            case h2.events.DataReceived():
                                if pause and not paused.is_set():
                                    paused.set()
                                    pause()
                                stream = open[event.stream_id]
                                if digests:
                                    stream.digest.update(event.data)
                                else:
                                    stream.body += event.data
                                connection.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                            case h2.events.StreamEnded():
                                threading.Thread(target=guarded, args=(answer, open[event.stream_id]), daemon=True).start()
                    connection.room.notify_all()
                connection.do(lambda h2: None)
        finally:
            connection.is_over = True

    return script


def guarded(answer, stream: Stream):
    try:
        answer(stream)
    except (Closed, OSError, h2.exceptions.ProtocolError):
        # The other side has closed the stream or the connection.
        pass

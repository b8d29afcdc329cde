# SPDX-License-Identifier: Apache-2.0
"""Clients that use their connections otherwise than most, round after round, and check what they get.

They ask for the exchanges of `objects`, whose answers are always the same.
"""

import socket
import struct
import threading
import time

# What waits in the kernels of both sides is less: a slow reader holds up the server's writes.
OBJECT = "".join(f"line {number} of a text that a slow reader takes its time for\n" for number in range(40_000))
PATH, DOCUMENT = "/soak/object.txt", '{"Name": "soak"}'


def objects():
    """The exchanges of a cassette: an object, its head, an answer without a body, and a call with a document."""
    def exchange(action, method, target, request, status, headers, body):
        return {
            "action": action, "at": "2026-11-23T08:00:00.000Z", "took": 0,
            "request": {"method": method, "endpoint": "http://127.0.0.1", "target": target, "headers": [], **request},
            "response": {"status": status, "headers": headers, **body}}

    plain = [["Content-Type", "text/plain"], ["Content-Length", str(len(OBJECT))]]
    json_type = [["Content-Type", "application/json"]]
    return [
        exchange("http:GET /soak/object.txt", "GET", PATH, {}, 200, plain, {"text": OBJECT}),
        exchange("http:HEAD /soak/object.txt", "HEAD", PATH, {}, 200, plain, {}),
        exchange("http:GET /soak/nothing", "GET", "/soak/nothing", {}, 204, [], {}),
        exchange(
            "http:GET /soak/document", "GET", "/soak/document", {"text": DOCUMENT}, 200, json_type,
            {"json": {"Name": "soak"}}),
    ]


class Wrong(Exception):
    pass


def head(method, target, *fields, version="1.1"):
    lines = [f"{method} {target} HTTP/{version}", "Host: 127.0.0.1", *fields]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


class Connection:
    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.rest = b""

    def send(self, data):
        self.socket.sendall(data)

    def line_end(self, mark):
        while mark not in self.rest:
            piece = self.socket.recv(65536)
            if not piece:
                raise Wrong("the server closed the connection before an answer's head was whole")
            self.rest += piece
        taken, self.rest = self.rest.split(mark, 1)
        return taken

    def answer(self, has_body=True, pause=0.0, most=65536):
        """Status, fields and body of the next answer; read in pieces, with a pause before each."""
        lines = self.line_end(b"\r\n\r\n").decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        length = int(fields.get("content-length", 0)) if has_body else 0
        body, count = [self.rest[:length]], len(self.rest[:length])
        self.rest = self.rest[length:]
        while count < length:
            time.sleep(pause)
            piece = self.socket.recv(min(most, length - count))
            if not piece:
                raise Wrong(f"the answer ended after {count} of {length} bytes")
            body.append(piece)
            count += len(piece)
        return int(lines[0].split()[1]), fields, b"".join(body)

    def close(self, reset=False):
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def expect(condition, what):
    if not condition:
        raise Wrong(what)


def is_object(answer):
    status, _, body = answer
    expect(status == 200 and body == OBJECT.encode(), f"status {status}, {len(body)} bytes of {len(OBJECT)}")


def is_document(answer):
    status, _, body = answer
    expect(status == 200 and b'"soak"' in body, f"status {status}: {body[:200]!r}")


def slow_reader(port):
    connection = Connection(port, receive_buffer=4096)
    connection.send(head("GET", PATH))
    is_object(connection.answer(pause=0.002, most=16384))
    connection.close()


def slow_writer(port):
    connection = Connection(port)
    data = head("GET", "/soak/document", f"Content-Length: {len(DOCUMENT)}") + DOCUMENT.encode()
    for start in range(0, len(data), 5):
        connection.send(data[start:start + 5])
        time.sleep(0.005)
    is_document(connection.answer())
    connection.close()


def chunked_writer(port):
    connection = Connection(port)
    connection.send(head("GET", "/soak/document", "Transfer-Encoding: chunked"))
    for piece in (DOCUMENT[:5], DOCUMENT[5:]):
        connection.send(f"{len(piece):x}\r\n{piece}\r\n".encode())
    connection.send(b"0\r\n\r\n")
    is_document(connection.answer())
    connection.close()


def waits_for_continue(port):
    connection = Connection(port)
    connection.send(head("GET", "/soak/document", f"Content-Length: {len(DOCUMENT)}", "Expect: 100-continue"))
    status, _, _ = connection.answer(has_body=False)
    expect(status == 100, f"status {status} in place of 100")
    connection.send(DOCUMENT.encode())
    is_document(connection.answer())
    connection.close()


def heads_and_nothings(port):
    connection = Connection(port)
    for _ in range(20):
        connection.send(head("HEAD", PATH))
        status, fields, _ = connection.answer(has_body=False)
        expect(status == 200 and fields.get("content-length") == str(len(OBJECT)), f"HEAD: {status}, {fields}")
        connection.send(head("GET", "/soak/nothing"))
        status, _, _ = connection.answer(has_body=False)
        expect(status == 204 and not connection.rest, f"status {status} in place of 204")
    connection.send(head("GET", PATH))
    is_object(connection.answer())
    connection.close()


def old_version(port):
    connection = Connection(port)
    connection.send(head("GET", PATH, version="1.0"))
    is_object(connection.answer())
    expect(connection.socket.recv(1) == b"", "the connection stays open, of a client of HTTP/1.0")
    connection.close()


def gives_up_while_asking(port):
    connection = Connection(port)
    connection.send(head("GET", "/soak/document", "Content-Length: 1000") + b"{")
    connection.close(reset=True)


def gives_up_while_reading(port):
    connection = Connection(port, receive_buffer=4096)
    connection.send(head("GET", PATH) * 4)
    connection.socket.recv(1000)
    connection.close(reset=True)


def closes_its_side(port):
    connection = Connection(port)
    connection.send(head("GET", PATH))
    connection.socket.shutdown(socket.SHUT_WR)
    is_object(connection.answer())
    connection.close()


KINDS = (
    slow_reader, slow_writer, chunked_writer, waits_for_continue, heads_and_nothings, old_version,
    gives_up_while_asking, gives_up_while_reading, closes_its_side)


class Clients:
    """Some clients of each kind, each on a thread of its own. One goes round every `pause` seconds at most."""

    def __init__(self, port, each=2, pause=0.05):
        self.rounds = {kind.__name__: 0 for kind in KINDS}
        self.failures, self.ended, self.lock = [], threading.Event(), threading.Lock()
        self.threads = [
            threading.Thread(target=self.run, args=(kind, port, pause), daemon=True)
            for kind in KINDS for _ in range(each)]
        for thread in self.threads:
            thread.start()

    def run(self, kind, port, pause):
        while not self.ended.is_set():
            try:
                kind(port)
            except (Wrong, OSError, ValueError, IndexError) as error:
                with self.lock:
                    self.failures.append(f"{kind.__name__}: {type(error).__name__}: {error}")
                return
            with self.lock:
                self.rounds[kind.__name__] += 1
            self.ended.wait(pause)

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
        return self.failures

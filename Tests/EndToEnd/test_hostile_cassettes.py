# SPDX-License-Identifier: Apache-2.0
"""Cassettes that nobody recorded: each command ends with a documented code and one message, in bounded time and memory."""

import gzip
import hashlib
import json

import pytest
from support.tapedeck import within
from support.wire import Connection

HEADER = {"tapedeck": 1, "tool": "t", "sources": [], "protocols": [], "redaction": "r"}
# Of address space: some times the longest text of a cassette that is held in memory.
MEMORY = 4 << 30


def exchange(request=None, response=None, **members):
    return {
        "action": "codestar-connections:GetConnection",
        "at": "2026-11-22T10:00:00Z",
        "took": 1,
        "request": {"method": "POST", "endpoint": "https://a.example", "target": "/", "headers": []} | (request or {}),
        "response": {"status": 200, "headers": []} | (response or {}),
    } | members


def text(*lines, trailer=None):
    """The lines as JSON, or as they are, and a trailer that is right where none is given."""
    lines = [line if isinstance(line, bytes) else json.dumps(line, separators=(",", ":")).encode() for line in lines]
    body = b"".join(line + b"\n" for line in lines)
    right = {"exchanges": len(lines) - 1, "sha256": hashlib.sha256(body).hexdigest()}
    return body + json.dumps(right if trailer is None else right | trailer, separators=(",", ":")).encode() + b"\n"


def write(deck, content, name="app.cassette"):
    deck.path(name).write_bytes(gzip.compress(content, mtime=0))
    return name


def run(deck, *arguments):
    ended = deck.run(*arguments, prefix=within(MEMORY))
    assert ended.status >= 0 and ended.status < 128, f"{arguments} was killed: {ended}"
    for trace in ("Fatal error", "Stack dump", "Error(", "Thread 0", "Crash"):
        assert trace not in ended.err, f"{arguments}: {ended}"
    return ended


def run_all(deck, *only, name="app.cassette"):
    """The codes with which the commands end that read a cassette, or some of them."""
    commands = {
        "verify": ["verify", name],
        "model": ["verify", "--model", name],
        "show": ["show", name],
        "diff": ["diff", name, name],
        "replay": ["replay", name, "--", "true"],
        "redact": ["redact", name, "--output", "redacted.cassette"],
    }
    return {each: run(deck, *commands[each]).status for each in only or commands}


HUGE = 10**30
UNREADABLE = {
    "no header": text([1]),
    "a header that is a number": text(b"1"),
    "no version": text({}),
    "version 0": text(HEADER | {"tapedeck": 0}),
    "a negative version": text(HEADER | {"tapedeck": -1}),
    "a version in words": text(HEADER | {"tapedeck": "1"}),
    "a version between two": text(HEADER | {"tapedeck": 1.5}),
    "a version to come": text(HEADER | {"tapedeck": 99}),
    "a huge version": text(HEADER | {"tapedeck": HUGE}),
    "a version that is true": text(HEADER | {"tapedeck": True}),
    "a million empty lines": b"\n" * 1_000_000,
    "a million brackets": b"[" * 1_000_000,
    "nothing": b"",
    "no text": bytes(range(256)),
    "a header that is its own trailer": b'{"exchanges":-1,"tapedeck":1}\n',
    "a piece for a header": b'{"piece":1,"tapedeck":2,"text":"x"}\n',
    "pieces in a format without": text(HEADER, b'{"piece":1,"text":"x"}'),
    "UTF-16": text(HEADER).decode().encode("utf-16"),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_cassette_is_refused(deck, content):
    write(deck, content)
    codes = run_all(deck)
    # What has a header may be damaged, which is verify's to find.
    assert codes.pop("verify") in (1, 5)
    assert set(codes.values()) == {5}


LYING = {
    "a count too low": {"exchanges": 0},
    "a negative count": {"exchanges": -1},
    "a huge count": {"exchanges": HUGE},
    "a count in words": {"exchanges": "1"},
    "a count of none": {"exchanges": None},
    "another digest": {"sha256": "0" * 64},
    "a digest that is a list": {"sha256": [[[]]]},
    "a digest of none": {"sha256": None},
}


@pytest.mark.parametrize("trailer", LYING.values(), ids=LYING)
def test_a_trailer_that_lies_is_told(deck, trailer):
    write(deck, text(HEADER, exchange(), trailer=trailer))
    assert run_all(deck) == {"verify": 1, "model": 5, "show": 5, "diff": 5, "replay": 5, "redact": 5}


BROKEN = {
    "a status below 0": exchange(response={"status": -200}),
    "status 0": exchange(response={"status": 0}),
    "status 199": exchange(response={"status": 199}),
    "status 1000": exchange(response={"status": 1000}),
    "a huge status": exchange(response={"status": HUGE}),
    "a status in words": exchange(response={"status": "200"}),
    "no status": exchange(response={"status": None}),
    "no response": exchange() | {"response": None},
    "a request that is a list": exchange() | {"request": [1]},
    "a line that is a list": b"[[[]]]",
    "a line that is a number": b"-0",
    "a body of less than nothing": exchange(
        request={"pieces": {"of": 1, "count": -1, "bytes": -(1 << 20), "sha256": "0" * 64}}
    ),
    "half a line": b'{"action":"a:b","request":{',
    "a line that is no UTF-8": b'{"action":"\xff"}',
    "a line of a million brackets": b'{"action":' + b"[" * 1_000_000,
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_line_that_is_no_exchange_is_refused(deck, line):
    write(deck, text(HEADER, exchange(), line))
    assert run_all(deck) == {"verify": 1, "model": 5, "show": 5, "diff": 5, "replay": 5, "redact": 5}


UNFOUND = {
    "pieces that are not there": {"of": 1, "count": 1, "bytes": 9, "sha256": "0" * 64},
    "a body of an exabyte": {"of": 1, "count": 1 << 40, "bytes": 1 << 60, "sha256": "0" * 64},
}


@pytest.mark.parametrize("pieces", UNFOUND.values(), ids=UNFOUND)
def test_a_large_body_that_is_not_there_is_told_by_who_needs_it(deck, pieces):
    write(deck, text(HEADER, exchange(), exchange(response={"pieces": pieces})))
    assert run_all(deck) == {"verify": 1, "model": 0, "show": 0, "diff": 0, "replay": 5, "redact": 5}


ODD = {
    "headers that are an object": exchange(response={"headers": {"a": "b"}}),
    "headers that are a number": exchange(response={"headers": HUGE}),
    "headers of one": exchange(response={"headers": [["a"]]}),
    "headers of three": exchange(response={"headers": [["a", "b", "c"]]}),
    "headers of none": exchange(response={"headers": [[]]}, request={"headers": [None]}),
    "headers of numbers": exchange(request={"headers": [[1, 2]]}),
    "an endless header": exchange(response={"headers": [["a", "b" * 1_000_000]]}),
    "100 000 headers": exchange(response={"headers": [[f"h{n}", "v"] for n in range(100_000)]}),
    "a header that begins another answer": exchange(
        response={"headers": [["a", "b\r\n\r\nHTTP/1.1 200 OK"], ["c\r\nd: e", "f"], ["", ""], ["g\0", "\0h"]]}
    ),
    "no time": exchange(at=None),
    "a time without end": exchange(at="9" * 100_000),
    "a month 13": exchange(at="2026-13-99T99:99:99Z"),
    "a negative year": exchange(at="-9999-01-01T00:00:00Z"),
    "time that went back": exchange(took=-HUGE),
    "an eternity": exchange(took=2**63 - 1),
    "an action without end": exchange(action="a" * 1_000_000),
    "an action of none": exchange(action=None),
    "an action of a colon": exchange(action=":"),
    "an action that climbs": exchange(action="../../../../etc:passwd"),
    "an action with a NUL": exchange(action="a\0:b\0"),
    "no target": exchange(request={"target": None}),
    "an empty target": exchange(request={"target": ""}),
    "a target of slashes": exchange(request={"target": "/" * 100_000}),
    "a target with a NUL": exchange(request={"target": "/\0\r\n?%00&=&&%"}),
    "a method of none": exchange(request={"method": ""}),
    "an endpoint of none": exchange(request={"endpoint": "://"}),
    "an endpoint that is a list": exchange(request={"endpoint": []}),
    "a body that is no base64": exchange(response={"base64": "####"}),
    "a body that is a number": exchange(response={"text": 1}),
    "a body that is JSON in JSON": exchange(response={"json": "x"}, request={"json": 5}),
    "two bodies": exchange(response={"json": {}, "text": "x", "base64": "AA=="}),
    "two statuses": json.dumps(exchange()).replace('"status": 200', '"status": 200, "status": 404').encode(),
    "two requests": json.dumps(exchange()).replace('"request"', '"request": {}, "request"').encode(),
    "a body as deep as may be": exchange(response={"text": "[" * 100_000}),
    "a deep body": json.dumps(exchange()).replace('"status"', '"json":' + "[" * 400 + "]" * 400 + ',"status"').encode(),
    "redactions that are none": exchange(redacted={"a": 1}),
    "a name that is a command": exchange(action="\x1b[2J:\x07\u202e<script>alert(1)</script>"),
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_an_odd_exchange_is_read_or_refused(deck, line):
    write(deck, text(HEADER, exchange(), line))
    codes = run_all(deck)
    assert codes["verify"] in (0, 1) and codes["replay"] in (0, 5) and codes["show"] in (0, 5), codes
    assert codes["diff"] in (0, 5) and codes["model"] in (0, 1, 5) and codes["redact"] in (0, 1, 5), codes
    shown = run(deck, "show", "app.cassette", "2")
    # Nothing in a cassette speaks to the terminal.
    assert not any(sign in shown.out + shown.err for sign in "\x1b\x07\0\u202e"), shown


def test_an_answer_with_line_ends_in_it_is_one_answer(deck):
    fields = [["a", "b\r\n\r\nHTTP/1.1 200 OK"], ["c\r\nd: e", "f"], ["g", "h\ni: j"], ["k\0", "\0"]]
    line = exchange(request={"headers": [["X-Amz-Target", "T.GetConnection"]]}, response={"headers": fields, "text": "x"})
    write(deck, text(HEADER, line))
    proxy = deck.start("replay", "app.cassette")
    with Connection(proxy.endpoint) as connection:
        request = b"POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: T.GetConnection\r\nContent-Length: 0\r\n\r\n"
        answer = connection.exchange(request)
        assert answer.status in (200, 400)
        names = [name.lower() for name, _ in answer.fields]
        assert "d" not in names and "i" not in names


def test_a_line_of_100_mb_is_read_within_bounds(deck):
    write(deck, text(HEADER, exchange(response={"text": "x" * 100_000_000})))
    assert run_all(deck, "verify", "show", "replay") == {"verify": 0, "show": 0, "replay": 0}


def test_a_bomb_is_refused_before_it_is_inflated_whole(deck):
    # 3 MB that stand for 3 GB.
    member = gzip.compress(b"\0" * (64 << 20), mtime=0)
    deck.path("app.cassette").write_bytes(member * 48)
    assert run_all(deck, "verify", "replay") == {"verify": 5, "replay": 5}


def test_a_device_is_no_cassette(deck):
    (deck.path("zero")).symlink_to("/dev/zero")
    for arguments in (("verify", "zero"), ("show", "/dev/zero"), ("replay", "zero", "--", "true")):
        assert run(deck, *arguments).status == 5


CLIMBING = [
    "/@../../x/", "/@..%2f..%2fx/", "/@%2e%2e/x", "/@%00/x", "/@/etc/passwd", "/@./x", "/@.hidden/x", "/@a%00b/x",
    "/@" + "a" * 10_000 + "/x", "/@..", "/@\\..\\x/", "/@a/../b", "/@-/x", "/@~root/x", "/@$(id)/x", "/@a;b/x",
]  # fmt: skip


def test_a_sessions_name_leads_out_of_no_folder(deck):
    write(deck, text(HEADER, exchange()))
    for name in ("secret", "x", "b"):
        write(deck, text(HEADER, exchange(response={"text": "out of reach"})), f"{name}.cassette")
    folder = deck.path("tapes")
    folder.mkdir()
    (folder / "linked.cassette").symlink_to("/etc/passwd")
    proxy = deck.start("replay", "app.cassette", "--session-cassettes", "tapes")
    for target in CLIMBING + ["/@linked/x", "/@app/x"]:
        with Connection(proxy.endpoint) as connection:
            answer = connection.exchange(f"POST {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".encode())
            assert 400 <= answer.status < 500, (target, answer)
            assert b"out of reach" not in answer.body and b"root:" not in answer.body, (target, answer)
    ended = proxy.stop()
    assert ended.status == 3, ended

# SPDX-License-Identifier: Apache-2.0
"""Cassettes of several members, with large bodies in pieces, and journals, all of which lie: each command says so."""

import base64
import gzip
import hashlib
import json
import os
import struct
import zlib

import pytest
from support.tapedeck import within

MEMORY = 4 << 30
PIECE = 1 << 20
HEADER = {"tapedeck": 2, "tool": "t", "sources": [], "protocols": [], "redaction": "aliases-1"}
BODY = (b"a large body, of which nobody needs to know more; " * 30_000)[: PIECE + 100]
# Of GitHub's form, and nobody's.
SECRET = "ghp_" + "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z0AbC"


def line(value):
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def piece(number, body, **more):
    return line({"piece": number, "base64": base64.b64encode(body).decode()} | more)


def pieces(number, body=BODY):
    return [piece(number, body[start : start + PIECE]) for start in range(0, len(body), PIECE)]


def says(number, body=BODY, **other):
    digest = hashlib.sha256(body).hexdigest()
    return {"of": number, "count": -(-len(body) // PIECE), "bytes": len(body), "sha256": digest} | other


def exchange(request=None, response=None):
    return line(
        {
            "action": "s3:GetObject",
            "at": "2026-11-22T10:00:00Z",
            "took": 1,
            "request": {"method": "GET", "endpoint": "https://a.example", "target": "/b/k", "headers": []}
            | (request or {}),
            "response": {"status": 200, "headers": []} | (response or {}),
        }
    )


def trailer(lines):
    return line({"exchanges": len(lines) - 1, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()})


def member(text, piece=False, lines=None, length=None, text_length=None, checksum=None):
    """A gzip member that tells of itself, and lies where it is asked to."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    data = packer.compress(text) + packer.flush()
    told = [len(data) + 37 if length is None else length, len(text) if text_length is None else text_length]
    told.append(text.count(b"\n") if lines is None else lines)
    tag = b"TD" + struct.pack("<HIIIB", 13, *told, piece)
    end = struct.pack("<II", zlib.crc32(text) if checksum is None else checksum, len(text))
    return b"\x1f\x8b\x08\x04\0\0\0\0\x04\xff" + struct.pack("<H", len(tag)) + tag + data + end


def cassette(exchanges, large):
    """The large bodies' pieces, as lines or as members, then the exchanges."""
    lines = [line(HEADER), *exchanges]
    large = [each if each.startswith(b"\x1f\x8b") else member(each, piece=True) for each in large]
    return member(lines[0]) + b"".join(large) + member(b"".join(exchanges) + trailer(lines))


def run(deck, *arguments):
    ended = deck.run(*arguments, prefix=within(MEMORY))
    assert 0 <= ended.status < 128, f"{arguments} was killed: {ended}"
    for trace in ("Fatal error", "Stack dump", "Error(", "Thread 0", "Crash"):
        assert trace not in ended.err, f"{arguments}: {ended}"
    return ended


def names(deck):
    return sorted(name for name in os.listdir(deck.folder) if name.startswith("app"))


ONE = exchange(response={"pieces": says(1)})
GOOD = pieces(1)
TAGGED = [member(each, piece=True) for each in GOOD]
BROKEN = {
    "a piece too few": cassette([ONE], GOOD[:1]),
    "a piece too many": cassette([ONE], [*GOOD, GOOD[1]]),
    "pieces in another order": cassette([ONE], GOOD[::-1]),
    "a piece of another body": cassette([ONE], [GOOD[0], piece(9, BODY[PIECE:])]),
    "another digest": cassette([exchange(response={"pieces": says(1, sha256="0" * 64)})], GOOD),
    "one other byte": cassette([ONE], [GOOD[0], piece(1, BODY[PIECE:-1] + b"?")]),
    "another length": cassette([exchange(response={"pieces": says(1, bytes=PIECE + 50)})], GOOD),
    "a short piece": cassette([ONE], [piece(1, BODY[:1000]), piece(1, BODY[1000:])]),
    "a long piece": cassette([ONE], [piece(1, BODY), GOOD[1]]),
    "two exchanges for one body": cassette([ONE, ONE], GOOD),
    "a body of its own between": cassette([ONE], [GOOD[0], piece(2, b"x"), GOOD[1]]),
    "request and answer share": cassette([exchange({"pieces": says(1)}, {"pieces": says(1)})], GOOD),
    "a piece for nobody": cassette([exchange()], GOOD),
    "a piece that says more": cassette([ONE], [piece(1, BODY[:PIECE], note=SECRET), GOOD[1]]),
    "a piece of two bodies": cassette([ONE], [piece(1, BODY[:PIECE], text=SECRET), GOOD[1]]),
    "a piece of two lines": cassette([ONE], [member(GOOD[0] + line({"note": SECRET}), piece=True), GOOD[1]]),
    "a piece that begins otherwise": cassette([ONE], [b" " + GOOD[0], GOOD[1]]),
    "a piece without bytes": cassette([ONE], [piece(1, b""), GOOD[1]]),
    "a piece that is no JSON": cassette([ONE], [b'{"piece":1,"text":"' + b"[" * 1000 + b"\n", GOOD[1]]),
    "an exchange in a piece's place": cassette([ONE], [exchange(), GOOD[1]]),
    "an exchange marked as a piece": member(line(HEADER)) + member(exchange(), piece=True) + member(trailer([b"", b""])),
    "a piece marked as an exchange": cassette([ONE], [member(GOOD[0]), GOOD[1]]),
    "a trailer marked as a piece": member(line(HEADER) + exchange()) + member(trailer([b"", b""]), piece=True),
    "another length of a member": member(line(HEADER)) + member(GOOD[0], piece=True, length=60) + TAGGED[1],
    "a member of no length": member(line(HEADER)) + member(GOOD[0], piece=True, length=0) + TAGGED[1],
    "a member over the next": member(line(HEADER)) + member(GOOD[0], piece=True, length=9_900) + TAGGED[1],
    "a text of 4 GiB": cassette([ONE], [member(GOOD[0], piece=True, text_length=2**32 - 1), GOOD[1]]),
    "a text of 200 MiB": cassette([ONE], [member(GOOD[0], piece=True, text_length=200 << 20), GOOD[1]]),
    "a text of nothing": cassette([ONE], [member(GOOD[0], piece=True, text_length=0), GOOD[1]]),
    "lines without end": cassette([ONE], [member(GOOD[0], piece=True, lines=len(GOOD[0])), GOOD[1]]),
    "a wrong checksum": cassette([ONE], [member(GOOD[0], piece=True, checksum=1), GOOD[1]]),
    "a header of no lines": member(line(HEADER), lines=0) + member(exchange() + trailer([b"", b""])),
    "a header of many lines": member(line(HEADER), lines=20) + member(exchange() + trailer([b"", b""])),
    "an end of no lines": member(line(HEADER)) + member(exchange() + trailer([b"", b""]), lines=0),
    "100 million empty lines": member(line(HEADER)) + member(b"\n" * 100_000_000) + member(trailer([b""])),
    "10 000 members": member(line(HEADER)) + member(b"{}\n") * 10_000 + member(trailer([b""])),
    "10 000 pieces for nobody": cassette([exchange()], TAGGED[1:] * 10_000),
    "pieces of 64 MiB": cassette([ONE], [member(line({"piece": 1, "text": "x" * (64 << 20)}), piece=True)] * 2),
}


def test_the_form_of_these_cassettes_is_right(deck):
    deck.path("app.cassette").write_bytes(cassette([exchange(), exchange()], []))
    assert run(deck, "verify", "app.cassette").status == 0
    deck.path("app.cassette").write_bytes(cassette([ONE], GOOD))
    for command in (["verify"], ["redact", "--output", "other.cassette"], ["repair"]):
        assert run(deck, *command, "app.cassette").status == 0
    assert run(deck, "verify", "other.cassette").status == 0
    assert run(deck, "replay", "app.cassette", "--", "true").status == 0


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_cassette_that_lies_is_found_out_and_nothing_of_it_is_lost(deck, content):
    path = deck.path("app.cassette")
    path.write_bytes(content)
    verified = run(deck, "verify", "app.cassette")
    assert verified.status == 1 and "app.cassette" in verified.out, verified
    # What only some need is told by those: the list has no use for the bodies.
    for command in (["show"], ["show", "--json"], ["cat"], ["replay"]):
        rest = ["--", "true"] if command == ["replay"] else []
        assert run(deck, *command, "app.cassette", *rest).status in (0, 5)
    assert run(deck, "diff", "app.cassette", "app.cassette").status in (0, 5)
    redacted = run(deck, "redact", "app.cassette", "--output", "redacted.cassette")
    assert redacted.status in (0, 5), redacted
    if redacted.status == 0:
        assert run(deck, "verify", "redacted.cassette").status == 0
    else:
        assert not deck.path("redacted.cassette").exists() and "app.cassette" in redacted.err, redacted
    assert path.read_bytes() == content
    repaired = run(deck, "repair", "app.cassette")
    assert repaired.status == 0 and names(deck) == ["app.cassette", "app.cassette.damaged"], repaired
    assert deck.path("app.cassette.damaged").read_bytes() == content
    assert run(deck, "verify", "app.cassette").status == 0
    assert SECRET.encode() not in gzip.decompress(path.read_bytes())


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_damaged_member_costs_its_own_exchanges_alone(deck, place):
    groups = [[exchange(response={"text": f"{group}-{each}"}) for each in range(5)] for group in range(3)]
    lines = [line(HEADER), *(each for group in groups for each in group)]
    texts = [lines[0] + b"".join(groups[0]), b"".join(groups[1]), b"".join(groups[2]) + trailer(lines)]
    bad = ["first", "middle", "last"].index(place)
    deck.path("app.cassette").write_bytes(
        b"".join(member(text, checksum=1 if at == bad else None) for at, text in enumerate(texts))
    )
    assert run(deck, "verify", "app.cassette").status == 1
    assert run(deck, "show", "app.cassette").status == 5
    repaired = run(deck, "repair", "app.cassette")
    assert repaired.status == 0 and "saved 10 exchanges" in repaired.err, repaired
    assert run(deck, "verify", "app.cassette").status == 0


def test_what_is_secret_in_a_large_body_stops_redacting(deck):
    body = BODY[:-200] + f" token={SECRET} ".encode() + b"x" * 100
    content = cassette([exchange(response={"pieces": says(1, body)})], pieces(1, body))
    deck.path("app.cassette").write_bytes(content)
    assert run(deck, "verify", "app.cassette").status == 1
    ended = run(deck, "redact", "app.cassette")
    assert ended.status == 1 and "s3:GetObject at /response/body" in ended.out, ended
    assert "nothing was written" in ended.err and SECRET not in ended.out + ended.err, ended
    assert deck.path("app.cassette").read_bytes() == content


# Journals: each record has its checksum, and is not what belongs there.

HEAD = line({"journal": 1, "tool": "tapedeck 0.1.0"})
SMALL = [exchange(response={"text": str(number)}) for number in range(2)]


def journal(*lines):
    return b"".join(b"%08x " % zlib.crc32(each[:-1]) + each for each in lines)


# What is in it, how many exchanges it gives, and whether something of it is told to be lost.
JOURNALS = {
    "right": (journal(HEAD, *GOOD, ONE, *SMALL), 3, False),
    "a piece of a body that never ended": (journal(HEAD, *GOOD, ONE, piece(7, b"nobody's"), *SMALL), 3, False),
    "pieces of two bodies in turn": (
        journal(HEAD, GOOD[0], piece(2, b"x"), GOOD[1], ONE, exchange({"pieces": says(2, b"x")})), 2, False,
    ),
    "pieces for two": (journal(HEAD, *GOOD, ONE, ONE), 2, False),
    "a piece too many": (journal(HEAD, *GOOD, GOOD[1], ONE, *SMALL), 2, True),
    "a piece too few": (journal(HEAD, GOOD[0], ONE, *SMALL), 2, True),
    "pieces in another order": (journal(HEAD, *GOOD[::-1], ONE, *SMALL), 2, True),
    "one other byte": (journal(HEAD, GOOD[0], piece(1, BODY[PIECE:-1] + b"?"), ONE, *SMALL), 2, True),
    "a short piece": (journal(HEAD, piece(1, BODY[:1000]), piece(1, BODY[1000:]), ONE, *SMALL), 2, True),
    "a piece that says more": (journal(HEAD, piece(1, BODY[:PIECE], note=SECRET), GOOD[1], ONE, *SMALL), 2, True),
    "a piece that is no JSON": (journal(HEAD, b'{"piece":1,"text\n', GOOD[1], ONE, *SMALL), 2, True),
    "a piece of no number": (journal(HEAD, SMALL[0], b'{"piece":"x","text":"y"}\n', SMALL[1]), 2, True),
    "a body of an exabyte": (
        journal(HEAD, *GOOD, exchange(response={"pieces": says(1, count=1 << 40, bytes=1 << 60)}), *SMALL), 2, True,
    ),
    "a body of half an account": (journal(HEAD, *GOOD, exchange(response={"pieces": {"of": 1}}), *SMALL), 2, True),
    "a line that is no exchange": (journal(HEAD, SMALL[0], b'{"a":1}\n', SMALL[1]), 2, True),
    "a line that is no JSON": (journal(HEAD, SMALL[0], b'{"action":\n', SMALL[1]), 2, True),
    "a line that is a number": (journal(HEAD, SMALL[0], b"1\n", SMALL[1]), 2, True),
    "an empty line": (journal(HEAD, SMALL[0], b"\n", SMALL[1]), 2, True),
    "a second head": (journal(HEAD, HEAD, *SMALL), 2, True),
    "the head of a cassette": (journal(HEAD, line(HEADER), *SMALL), 2, True),
    "a trailer": (journal(HEAD, SMALL[0], trailer([b"", b""]), SMALL[1]), 2, True),
    "a line that no cassette can hold": (journal(HEAD, exchange(response={"text": "x" * 300_000_000}), *SMALL), 2, True),
}  # fmt: skip


@pytest.mark.parametrize(("content", "count", "is_damaged"), JOURNALS.values(), ids=JOURNALS)
def test_a_journal_gives_what_is_whole_in_it(deck, content, count, is_damaged):
    deck.path("app.cassette.journal").write_bytes(content)
    ended = run(deck, "repair", "app.cassette")
    assert ended.status == 0, ended
    assert ("lost bytes" in ended.err) == is_damaged, ended
    kept = ["app.cassette.journal.damaged"] if is_damaged else []
    assert names(deck) == ["app.cassette", *kept]
    if is_damaged:
        assert deck.path(kept[0]).read_bytes() == content
    verified = run(deck, "verify", "app.cassette")
    assert verified.status == 0, verified
    assert run(deck, "show", "app.cassette", "--json").out.count("\n") == count


def test_a_journal_of_no_exchange_stays_beside(deck):
    content = journal(HEAD, b"[]\n", b"{}\n")
    deck.path("app.cassette.journal").write_bytes(content)
    ended = run(deck, "repair", "app.cassette")
    assert ended.status == 5 and "no whole exchange" in ended.err, ended
    assert deck.path("app.cassette.journal.damaged").read_bytes() == content


@pytest.mark.parametrize("keeps", [-1, 1.5, "1", 10**30, 2])
def test_a_journal_that_keeps_what_cannot_be_replaces_nothing(deck, keeps):
    old = cassette([SMALL[1]], [])
    deck.path("app.cassette").write_bytes(old)
    content = journal(line({"journal": 1, "tool": "t", "keeps": keeps}), SMALL[0])
    deck.path("app.cassette.journal").write_bytes(content)
    assert run(deck, "repair", "app.cassette").status == 5
    assert deck.path("app.cassette").read_bytes() == old
    assert deck.path("app.cassette.journal").read_bytes() == content

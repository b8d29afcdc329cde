# SPDX-License-Identifier: Apache-2.0
"""Answers compared leaf by leaf, whatever they are written in."""

import base64
import gzip
import hashlib
import json
import zlib
from xml.etree import ElementTree

from botocore.eventstream import ParserError
from botocore.parsers import ResponseParserError

from ..wire import Message
from . import cbor, events

# How parsers tell that a body is none of theirs.
BROKEN = (ValueError, ElementTree.ParseError, ResponseParserError, ParserError, OSError, AssertionError)


def tree_of(message: Message):
    """The body as a tree of lists and dictionaries; text as its lines."""
    body = gzip.decompress(message.body) if message["content-encoding"] == "gzip" else message.body
    kind = message["content-type"] or ""
    if "json" in kind:
        return json.loads(body)
    if kind == events.TYPE:
        return [json.loads(payload) for payload in events.payloads(body)]
    if "cbor" in kind:
        return cbor.decode(body)
    if "xml" in kind:
        return tree_of_element(ElementTree.fromstring(body))
    return body.decode().split("\n")


def tree_of_element(element) -> dict:
    children = [tree_of_element(child) for child in element]
    return {"name": element.tag, "attributes": dict(element.attrib), "text": element.text, "children": children}


def leaves(tree, pointer="") -> dict[str, object]:
    """Each scalar by its place. Of an object, the place of a member among the others stands for its name, which may be
    an alias; the name is a leaf itself."""
    if isinstance(tree, dict):
        found = {}
        for index, (name, value) in enumerate(tree.items()):
            found[f"{pointer}/#{index}"] = name
            found |= leaves(value, f"{pointer}/{index}")
        return found
    if isinstance(tree, (list, tuple)):
        return {place: leaf for n, each in enumerate(tree) for place, leaf in leaves(each, f"{pointer}/{n}").items()}
    return {pointer: tree}


def leaves_of(message: Message) -> dict[str, object]:
    """Status, echoing fields and body; of one that does not parse, that."""
    echoed = sorted((name.lower(), value) for name, value in message.fields if name.lower().startswith("x-echo-"))
    try:
        body = leaves(tree_of(message))
    except BROKEN as error:
        body = {"broken": str(error)}
    return {"status": message.status, **body, **leaves(echoed, "headers")}


def differences(recorded: dict, replayed: dict, may_differ=lambda leaf: False) -> list[str]:
    """What differs between two sets of leaves, each in a line."""
    if recorded.keys() != replayed.keys():
        return [f"other places: {sorted(map(str, recorded.keys() ^ replayed.keys()))[:4]}"]
    return [
        f"{place}: {str(leaf)[:70]!r} became {str(replayed[place])[:70]!r}"
        for place, leaf in recorded.items()
        if leaf != replayed[place] and not (type(leaf) is type(replayed[place]) and may_differ(leaf))
    ]


def wrong_checksums(message: Message) -> list[str]:
    """The integrity fields that do not fit the bytes; the length fitted, or they would not have been read."""
    crc = zlib.crc32(message.body)
    right = {
        "x-amz-crc32": str(crc),
        "Content-MD5": base64.b64encode(hashlib.md5(message.body).digest()).decode(),
        "x-amz-checksum-crc32": base64.b64encode(crc.to_bytes(4, "big")).decode(),
        "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(message.body).digest()).decode(),
    }
    return [name for name, value in right.items() if message[name] != value]

# SPDX-License-Identifier: Apache-2.0
"""Changes exactly one meaningful value of a request: what a proxy must not take for the recorded one."""

import copy
import io
import json
import random
import re
from dataclasses import dataclass

# Secrets: live ones bind to the recorded ones, whatever they are.
SECRET_MEMBERS = {
    "secretstring", "secretbinary", "plaintext", "ciphertextblob", "accesskeyid", "secretaccesskey", "sessiontoken",
    "masteruserpassword", "password", "keymaterial", "userdata", "authtoken", "privatekey", "accesstoken", "idtoken",
    "refreshtoken", "clientsecret", "privatekeyplaintext", "authorizationtoken"}
# What a word of a name is changed into.
WORDS = ("amber", "basil", "cedar", "dahlia", "ember", "fjord")
WORD = re.compile(r"[A-Za-z]{3,}")
# Members that say which run it is and not what is asked: a token of a page or of an attempt.
VOLATILE = re.compile(r"(NextToken|Marker|ContinuationToken|ClientToken|RequestToken|ReceiptHandle|NextMarker)$", re.I)


@dataclass
class Change:
    parameters: dict
    path: str
    sort: str
    old: object
    new: object


def choose(seed, service, model, parameters, seen, names):
    """A copy of the parameters with one leaf changed, or None where no leaf can be. The same seed, parameters and
    history choose the same change."""
    chance = random.Random(seed)
    leaves = [leaf for leaf in walk(model.input_shape, parameters, ()) if not volatile(leaf, model)]
    chance.shuffle(leaves)
    for path, shape, value in leaves:
        for sort, new in candidates(chance, service, path, shape, value, seen, names):
            if new != value:
                changed = replaced(parameters, path, new)
                return Change(changed, "/" + "/".join(map(str, path)), sort, value, new)
    return None


def volatile(leaf, model):
    path, _, _ = leaf
    member = member_of(path)
    return path[-1] in model.idempotent_members or VOLATILE.search(member) or member.lower() in SECRET_MEMBERS


def walk(shape, value, path):
    """All leaves as (path, shape, value), in the order of the parameters."""
    if shape is None or value is None:
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, item in value.items():
            if name in shape.members:
                yield from walk(shape.members[name], item, (*path, name))
    elif shape.type_name == "list" and isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from walk(shape.member, item, (*path, index))
    elif shape.type_name == "map" and isinstance(value, dict):
        for name, item in value.items():
            yield from walk(shape.value, item, (*path, name))
    elif path:
        yield path, shape, value


def member_of(path):
    """The name of the member that a leaf stands in, also where it stands in a list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def candidates(chance, service, path, shape, value, seen, names):
    kind = shape.type_name
    if kind == "boolean":
        yield "boolean", not value
    elif kind in ("integer", "long"):
        yield "number", other_number(chance, shape, value)
    elif kind in ("float", "double"):
        yield "number", value + chance.choice((1, 2, 5))
    elif kind == "blob":
        data = text_of(value)
        if data is not None:
            yield "content", other_word(chance, data, names).encode()
    elif kind == "string":
        yield from strings(chance, service, path, shape, value, seen, names)


def strings(chance, service, path, shape, value, seen, names):
    others = [other for other in getattr(shape, "enum", ()) if other != value]
    if others:
        yield "enumeration", chance.choice(others)
        return
    document = json_of(value)
    if document is not None:
        changed = other_document(chance, document, names)
        if changed is not None:
            yield "document", json.dumps(changed)
        return
    resources = [other for other in seen.get((service, member_of(path)), ()) if other != value]
    if resources and (chance.random() < 0.6 or not WORD.search(value)):
        yield "resource", chance.choice(resources)
    if re.fullmatch(r"-?\d+(\.\d+)?", value) and value not in names:
        yield "number", str(int(float(value)) + chance.choice((1, 2, 10)))
    if value in ("true", "false"):
        yield "boolean", "false" if value == "true" else "true"
    yield "word", other_word(chance, value, names)
    if resources:
        yield "resource", chance.choice(resources)


def other_number(chance, shape, value):
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 2**31 - 1)
    options = [number for number in (value + 1, value - 1, value * 2, value + 10) if least <= number <= most]
    options = [number for number in options if number != value]
    return chance.choice(options) if options else value


def other_word(chance, text, names):
    """The text with one of its words changed; words inside the run's random names are none."""
    taken = [found.span() for name in names if name in text for found in re.finditer(re.escape(name), text)]
    words = [
        word.span() for word in WORD.finditer(text)
        if not any(start < word.end() and word.start() < end for start, end in taken)]
    # The fixed beginnings of an ARN or a URL make another kind of request, not another meaning.
    words = [span for span in words if text[span[0]:span[1]] not in ("arn", "aws", "http", "https", "amazonaws", "com")]
    if not words:
        return text
    start, end = chance.choice(words)
    return text[:start] + chance.choice([word for word in WORDS if word != text[start:end]]) + text[end:]


def json_of(value):
    if value[:1] not in "{[" or not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def other_document(chance, document, names):
    """A JSON document with one leaf changed."""
    leaves = list(document_leaves(document, ()))
    chance.shuffle(leaves)
    for path, value in leaves:
        new = other_leaf(chance, path, value, names)
        if new != value:
            return replaced(document, path, new)
    return None


def document_leaves(value, path):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        if path:
            yield path, value
        return
    for name, item in items:
        yield from document_leaves(item, (*path, name))


def other_leaf(chance, path, value, names):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + chance.choice((1, 2, 10))
    if not isinstance(value, str):
        return value
    if value in ("Allow", "Deny"):
        return "Deny" if value == "Allow" else "Allow"
    if value == "2012-10-17":
        return "2008-10-17"
    if path[-1] == "Action" or "Action" in path:
        return re.sub(r":\w+$", ":" + chance.choice(("GetObject", "ListBuckets", "SendMessage", "Publish")), value)
    return other_word(chance, value, names)


def text_of(value):
    data = value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else None
    if data is None and hasattr(value, "getvalue"):
        data = value.getvalue()
    try:
        return data.decode() if data else None
    except UnicodeDecodeError:
        return None


def replaced(parameters, path, new):
    changed = copied(parameters)
    place = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = new
    return changed


def copied(value):
    """A deep copy in which files that are uploaded are files of their own."""
    if isinstance(value, dict):
        return {name: copied(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(item) for item in value]
    return io.BytesIO(value.getvalue()) if hasattr(value, "getvalue") else copy.deepcopy(value)


def learn(seen, service, value, member=""):
    """Remembers the strings of parameters by the member that they stood in."""
    if isinstance(value, dict):
        for name, item in value.items():
            learn(seen, service, item, name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            learn(seen, service, item, member)
    elif isinstance(value, str) and 2 < len(value) < 300:
        values = seen.setdefault((service, member), [])
        if value not in values:
            values.append(value)

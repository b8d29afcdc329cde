# SPDX-License-Identifier: Apache-2.0
"""Inputs made from a service model: one that keeps every constraint, and for each constraint those at and beyond it."""

import copy
import re
from dataclasses import dataclass

ARN = "arn:aws:codestar-connections:us-east-1:123456789012:"
UUID = "00000000-0000-4000-8000-000000000000"
# What strings begin with where a pattern asks for it; they are filled up with zeros.
STARTS = {
    "AmazonResourceName": ARN + "connection/",
    "ConnectionArn": ARN + "connection/",
    "HostArn": ARN + "host/",
    "IamRoleArn": "arn:aws:iam::123456789012:role/",
    "KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/",
    "SecurityGroupId": "sg-",
    "SubnetId": "subnet-",
    "VpcId": "vpc-",
}
# The constraints of its members come in this order in a message; the word of each is unique.
LONGER, SHORTER = "length greater than or equal to", "length less than or equal to"
ABOVE, BELOW = "value less than or equal to", "value greater than or equal to"


@dataclass
class Probe:
    """An input with one value changed."""

    why: str
    parameters: dict
    # What the error has to say; None where the input keeps all constraints.
    told: str | None


def text(shape, length: int) -> str:
    if shape.name == "RepositoryLinkId":
        return UUID
    return (STARTS.get(shape.name, "") + "0" * length)[:length]


def sample(shape):
    """A value that keeps the shape's constraints, with every member of a structure."""
    match shape.type_name:
        case "structure":
            return {name: sample(member) for name, member in shape.members.items()}
        case "list":
            return [sample(shape.member)]
        case "integer":
            return shape.metadata.get("min", 0)
        case "string":
            if shape.enum:
                return shape.enum[0]
            start = len(STARTS.get(shape.name, ""))
            least, most = shape.metadata.get("min", 1), shape.metadata.get("max", 4096)
            return text(shape, min(most, max(least, start + 8)))
    raise AssertionError(f"no sample of {shape.type_name}")


def probes(shape):
    """All that can be asked of an operation's input: bounds, enumerations, patterns, what is required, types."""
    whole = sample(shape)
    yield Probe("all members", whole, None)
    for path, member in _places(shape, whole, ()):
        for why, value, told in _values(member):
            changed = copy.deepcopy(whole)
            _put(changed, path, value)
            yield Probe(f"{'.'.join(map(str, path))}: {why}", changed, told)


def missing(shape):
    """Inputs that lack one required member each, or have null for it, and the path that a message names it by."""
    whole = sample(shape)
    for path, member in _required(shape, whole, ()):
        for null in (False, True):
            changed = copy.deepcopy(whole)
            _put(changed, path, None)
            if not null:
                del _at(changed, path[:-1])[path[-1]]
            yield Probe(".".join(map(str, path)), changed, f"Value null at '{told_path(path)}'")


def mistyped(shape):
    """Inputs with one value of a wrong type each."""
    whole = sample(shape)
    for path, member in _places(shape, whole, ()):
        others = {"string": (1, True, {}, []), "integer": ("1", 1.5, False, []), "list": ("x", {}, 0)}
        for value in others.get(member.type_name, ("x", [], 0)):
            changed = copy.deepcopy(whole)
            _put(changed, path, value)
            yield Probe(f"{'.'.join(map(str, path))} = {value!r}", changed, None)


def told_path(path) -> str:
    """A path as messages write it: lower camel, list elements counted from 1."""
    return ".".join(
        f"{part + 1}.member" if isinstance(part, int) else part[0].lower() + part[1:] for part in path
    )


def _places(shape, value, path):
    """Every member at any depth, with its shape; lists and structures come before what is in them."""
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                yield (*path, name), member
                yield from _places(member, value[name], (*path, name))
        case "list":
            yield (*path, 0), shape.member
            yield from _places(shape.member, value[0], (*path, 0))


def _required(shape, value, path):
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                if name in shape.required_members:
                    yield (*path, name), member
                yield from _required(member, value[name], (*path, name))
        case "list":
            yield from _required(shape.member, value[0], (*path, 0))


def _at(value, path):
    for part in path:
        value = value[part]
    return value


def _put(value, path, new):
    _at(value, path[:-1])[path[-1]] = new


def _values(shape):
    """Values of a shape, with why and what the message says of each."""
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    match shape.type_name:
        case "integer":
            yield "at most", most, None
            yield "above", most + 1, f"{ABOVE} {most}"
            yield "at least", least, None
            yield "below", least - 1, f"{BELOW} {least}"
        case "list":
            item = sample(shape.member)
            if most is not None:
                yield "at most", [item] * most, None
                yield "too many", [item] * (most + 1), f"{SHORTER} {most}"
            if least:
                yield "at least", [item] * least, None
                yield "too few", [item] * (least - 1), f"{LONGER} {least}"
        case "string" if shape.enum:
            for value in shape.enum:
                yield value, value, None
            yield "no such", shape.enum[0] + "?", "enum value set: [" + ", ".join(shape.enum) + "]"
        case "string":
            yield from _texts(shape, least, most)


def _texts(shape, least, most):
    pattern = shape.metadata.get("pattern")
    for length in (least, most):
        value = text(shape, length) if length else None
        if value is not None and (not pattern or re.fullmatch(pattern, value)):
            yield f"length {length}", value, None
    if most is not None:
        yield "too long", text(shape, most + 1), f"{SHORTER} {most}"
    if least:
        yield "too short", text(shape, least - 1), f"{LONGER} {least}"
    if pattern:
        # Of values of a good length, those that the pattern does not match.
        size = min(most or 40, max(least or 1, 8))
        for value in ("-" * size, "\n" * size):
            if not re.fullmatch(pattern, value):
                yield "another pattern", value, f"regular expression pattern: {pattern}"

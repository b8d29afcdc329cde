# SPDX-License-Identifier: Apache-2.0
"""The timestamps of scripts/generate-service-index: which names in a service's answers are always points in time."""

# What the formats of a model are called in the index, and what a protocol writes where the model names none.
LETTERS = {"unixTimestamp": "e", "iso8601": "i", "rfc822": "h"}
DEFAULTS = {"query": "i", "ec2": "i", "rest-xml": "i"}
HEADER_DEFAULT = "h"
MIXED = "m"


def timestamp_lines(model):
    """One line for each place (b body, h header) and form: `@PLACEFORM`, then the names, sorted."""
    found = {}
    for place, name, kind in members(model):
        found.setdefault((place, name), set()).add(kind)
    lines = {}
    for (place, name), kinds in sorted(found.items()):
        forms = kinds & {"e", "i", "h"}
        # Of a number or text that is no timestamp elsewhere, the value does not tell.
        unclear = {"e": {"number"}, "i": {"text"}, "h": {"text"}}
        if any(kinds & unclear[form] for form in forms):
            continue
        if len(forms) == 1:
            lines.setdefault(place + forms.pop(), []).append(name)
        elif forms == {"e", "i"}:
            lines.setdefault(place + MIXED, []).append(name)
    return [f"@{place}\t{','.join(names)}" for place, names in sorted(lines.items())]


def members(model):
    """(place, wire name, form) of each member below any output; see `form`."""
    shapes = model["shapes"]
    default = DEFAULTS.get(model["metadata"]["protocol"], "e")
    seen = set()
    waiting = [o["output"]["shape"] for o in model["operations"].values() if "output" in o]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        shape = shapes[name]
        waiting += [shape[part]["shape"] for part in ("member", "value") if part in shape]
        for member, reference in shape.get("members", {}).items():
            waiting.append(reference["shape"])
            in_header = reference.get("location") == "header"
            wire = reference.get("locationName", member)
            place = "h" if in_header else "b"
            yield place, wire.lower() if in_header else wire, form(
                shapes, reference, HEADER_DEFAULT if in_header else default
            )


def form(shapes, reference, default):
    """A letter for a timestamp or list of them, `number` or `text` for what may look like one, else nothing."""
    shape = shapes[reference["shape"]]
    if shape["type"] == "list" and shapes[shape["member"]["shape"]]["type"] == "timestamp":
        reference = shape["member"]
        shape = shapes[reference["shape"]]
    if shape["type"] == "timestamp":
        named = reference.get("timestampFormat", shape.get("timestampFormat"))
        return LETTERS[named] if named else default
    if shape["type"] in ("integer", "long", "float", "double"):
        return "number"
    return "text" if shape["type"] == "string" and "enum" not in shape else ""

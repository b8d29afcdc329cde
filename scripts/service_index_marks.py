# SPDX-License-Identifier: Apache-2.0
"""The form that scripts/generate-service-index gives to what is sensitive: a table a service, and numbers in it."""

import pathlib

from service_index_sensitive import ANY, ModelMarks, OverlayMarks, messages

OVERLAY = pathlib.Path(__file__).resolve().parent / "service_index_overlay.txt"
OURS = "+"


class SensitiveTable:
    """The table of one service, and by message the numbers of the entries that hold there."""

    def __init__(self, model, places):
        self.found = {"": messages(model, ModelMarks(model["shapes"]))}
        if places:
            self.found[OURS] = messages(model, OverlayMarks(resolved(model["shapes"], places)))
        keys = list(self.found[""])
        holders = {}
        for number, key in enumerate(keys):
            for source, found in self.found.items():
                for entry in entries(found[key]):
                    holders.setdefault(source + entry, []).append(number)
        # What occurs in the same messages has numbers that follow each other.
        self.entries = sorted(holders, key=lambda entry: (holders[entry], entry))
        self.numbers = {key: [] for key in keys}
        for number, entry in enumerate(self.entries):
            for holder in holders[entry]:
                self.numbers[keys[holder]].append(number)
        if any(c in entry for entry in self.entries for c in ",\t\n"):
            raise ValueError("a name holds a separator")
        self.verify()

    def lines(self):
        return ["!" + ",".join(self.entries)] if self.entries else []

    def facts(self, operation):
        for letter in "qr":
            if numbers := self.numbers[operation, letter]:
                yield f"{letter}={ranges(numbers)}"

    def verify(self):
        """A reader of line and facts finds what the walks found, of every value of every message."""
        table = "".join(self.lines())[1:].split(",")
        for operation, letter in self.numbers:
            fact = next((fact[2:] for fact in self.facts(operation) if fact[0] == letter), "")
            held = [table[number] for number in expanded(fact)]
            for source, found in self.found.items():
                own = [entry.removeprefix(OURS) for entry in held if entry.startswith(OURS) == bool(source)]
                verify_message(found[operation, letter], own)


def resolved(shapes, places):
    """(shape, member) for each `SHAPE.MEMBER` of the overlay; SHAPE may be `*`, any that has the member."""
    found = set()
    for place in places:
        owner, _, member = place.partition(".")
        owners = {n for n, s in shapes.items() if owner in ("*", n) and member in s.get("members", {})}
        if not owners:
            raise ValueError(f"the overlay names {place}, which the model has not")
        found |= {(owner, member) for owner in owners}
    return found


def overlay():
    """{service: places}"""
    rows = {}
    for line in OVERLAY.read_text().splitlines():
        if line and not line.startswith("#"):
            service, place, _reason = line.split("\t")
            rows.setdefault(service, []).append(place)
    return rows


def entries(found):
    for name in {name for name, _ in found.sensitive}:
        sensitive = {parent for other, parent in found.sensitive if other == name}
        plain = {parent for other, parent in found.plain if other == name and parent is not ANY}
        yield "!".join([name, *sorted(plain - sensitive)])
    yield from ("*" + name for name in found.whole)
    yield from (sign + name for sign, name in found.bound)
    if found.payload:
        yield "."


def ranges(numbers):
    found = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def expanded(fact):
    for part in filter(None, fact.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def verify_message(found, held):
    def is_sensitive(name, parent):
        return any(e.split("!")[0] == name and parent not in e.split("!")[1:] for e in held) or f"*{parent}" in held

    signed = {entry for entry in held if entry[0] in ".*:?/"}
    wanted = {"*" + name for name in found.whole} | {sign + name for sign, name in found.bound}
    problems = [signed ^ wanted ^ ({"."} if found.payload else set())]
    problems += [pair for pair in found.sensitive if not is_sensitive(*pair)]
    problems += [
        (name, parent)
        for name, parent in found.plain - found.sensitive
        if is_sensitive(name, parent) and parent is not ANY and parent not in found.whole
    ]
    if any(problems):
        raise ValueError(f"what is sensitive is not what the model says: {problems}")

# SPDX-License-Identifier: Apache-2.0
"""The secrets of scripts/generate-service-index: what the models mark sensitive, and where that is on the wire."""

from dataclasses import dataclass, field

ANY = object()  # a name that is the key of a map: it may be anything
XML = {"query", "ec2", "rest-xml"}
NUMBERS = {"integer", "long", "float", "double"}
BOUND = {"header": ":", "querystring": "?", "uri": "/"}


@dataclass
class Found:
    """What the messages of one direction hold. Names are in lower case; the parent of what is at the root is empty."""

    sensitive: set = field(default_factory=set)  # (name, parent)
    plain: set = field(default_factory=set)  # (name, parent) of values that must stay
    whole: set = field(default_factory=set)  # names beneath which everything is sensitive, whatever its name
    bound: set = field(default_factory=set)  # (sign of BOUND, name)
    payload: bool = False


class ModelMarks:
    """The shapes that a model marks."""

    def __init__(self, shapes):
        self.shapes = shapes

    def marks(self, shape, member=None):
        return member is None and self.shapes[shape].get("sensitive", False)


class OverlayMarks:
    """The members that scripts/service_index_overlay.txt names."""

    def __init__(self, places):
        self.places = places

    def marks(self, shape, member=None):
        return (shape, member) in self.places


def messages(model, marks):
    """{(operation, `q` request or `r` response): Found}; a modelled error is a response."""
    protocols = model["metadata"].get("protocols", [model["metadata"]["protocol"]])
    families = sorted({"json" if p == "smithy-rpc-v2-cbor" else p for p in protocols})
    found = {}
    for name, operation in model["operations"].items():
        errors = [error["shape"] for error in operation.get("errors", [])]
        for letter, side, more in (("q", "input", []), ("r", "output", errors)):
            shapes = ([operation[side]["shape"]] if side in operation else []) + more
            found[name, letter] = Found()
            for family in families:
                walk = Walk(model["shapes"], marks, family, name.lower(), letter, found[name, letter])
                for shape in shapes:
                    walk.message(shape)
    return found


class Walk:
    """Goes through the messages of one direction as one protocol writes them."""

    def __init__(self, shapes, marks, protocol, operation, letter, found):
        self.shapes, self.marks, self.protocol, self.found = shapes, marks.marks, protocol, found
        self.is_xml = protocol in XML
        self.is_ec2_form = protocol == "ec2" and letter == "q"
        # An XML answer has a root element, and in Query or in an error another in it.
        elements = [f"{operation}result", f"{operation}response", "error"]
        self.roots = ["", *elements] if self.is_xml and letter == "r" else [""]
        self.seen = set()

    def message(self, name):
        shape = self.shapes[name]
        for member, reference in shape["members"].items():
            target = self.shapes[reference["shape"]]
            sensitive = self.marks(name) or self.marks(name, member)
            if self.protocol.startswith("rest-") and "location" in reference:
                self.bind(reference, member, sensitive)
            elif target.get("eventstream"):
                for event, inner in target["members"].items():
                    self.event(inner["shape"], event.lower(), sensitive or self.marks(reference["shape"]))
            elif member != shape.get("payload"):
                for parent in self.roots:
                    self.value(reference, self.wire(reference, member), parent, sensitive)
            elif target["type"] == "structure" and not target.get("document"):
                self.members(reference["shape"], self.roots, sensitive or self.marks(reference["shape"]))
            else:
                self.found.payload |= self.is_secret(reference["shape"], sensitive)

    def bind(self, reference, member, sensitive):
        if self.is_secret(reference["shape"], sensitive):
            if reference["location"] not in BOUND or self.shapes[reference["shape"]]["type"] == "map":
                raise ValueError(f"no form for a sensitive {reference['location']} {member}")
            self.found.bound.add((BOUND[reference["location"]], reference.get("locationName", member).lower()))

    def event(self, name, event, sensitive):
        """An event's payload counts as the value of a member that is named like the event."""
        sensitive = sensitive or self.marks(name)
        for member, reference in self.shapes[name]["members"].items():
            inner = sensitive or self.marks(name, member)
            if not reference.get("eventpayload"):
                self.value(reference, self.wire(reference, member), event, inner)
            elif self.shapes[reference["shape"]]["type"] == "structure":
                self.members(reference["shape"], [event], inner or self.marks(reference["shape"]))
            else:
                self.value(reference, event, "", inner)

    def members(self, name, parents, sensitive):
        for member, reference in self.shapes[name]["members"].items():
            for parent in parents:
                inner = sensitive or self.marks(name, member)
                self.value(reference, self.wire(reference, member), parent, inner)

    def wire(self, reference, member):
        named = reference.get("locationName", member)
        target = self.shapes[reference["shape"]]
        if self.is_ec2_form:
            named = reference.get("queryName", named)
        elif self.is_xml and target["type"] == "list" and target.get("flattened"):
            # The elements stand in the list's place.
            named = target["member"].get("locationName", named)
        return named.lower()

    def value(self, reference, name, parent, sensitive, keyed=None):
        """`keyed` is the nearest name that is no key of a map, where one stands between it and the value."""
        shape = self.shapes[reference["shape"]]
        sensitive = sensitive or self.marks(reference["shape"])
        state = (reference["shape"], name, parent, sensitive, keyed)
        if state in self.seen:
            return
        self.seen.add(state)
        if shape["type"] == "structure":
            if shape.get("document"):
                self.leaf(name, parent, sensitive, keyed)
                self.found.whole |= {keyed or name} if sensitive else set()
            self.members(reference["shape"], [name], sensitive)
        elif shape["type"] == "list":
            if self.is_xml and not shape.get("flattened") and not self.is_ec2_form:
                name, parent = shape["member"].get("locationName", "member").lower(), name
            self.value(shape["member"], name, parent, sensitive, keyed)
        elif shape["type"] == "map" and self.is_xml:
            inner = shape["value"].get("locationName", "value").lower()
            self.value(shape["value"], inner, name if shape.get("flattened") else "entry", sensitive, keyed or name)
        elif shape["type"] == "map":
            self.value(shape["value"], ANY, name, sensitive, keyed or name)
        elif self.is_secret(reference["shape"], True):
            self.leaf(name, parent, sensitive, keyed)
        elif self.is_xml or shape["type"] != "boolean":
            # A boolean shows itself in JSON and CBOR; elsewhere it is text as any other.
            self.leaf(name, parent, False, keyed)

    def leaf(self, name, parent, sensitive, keyed):
        # In XML, what a map's values stand in has the same name in every map.
        if sensitive and (name is ANY or (self.is_xml and keyed)):
            self.found.whole.add(keyed)
        elif name is not ANY:
            (self.found.sensitive if sensitive else self.found.plain).add((name, parent))

    def is_secret(self, name, sensitive):
        """Whether it is sensitive and can be a secret: a boolean, an enumeration or a timestamp cannot."""
        shape = self.shapes[name]
        sensitive = sensitive or self.marks(name)
        if shape["type"] in ("list", "map"):
            return self.is_secret(shape["member" if shape["type"] == "list" else "value"]["shape"], sensitive)
        can = shape["type"] in NUMBERS | {"blob"} or (shape["type"] == "string" and "enum" not in shape)
        return sensitive and (can or shape.get("document", False))

# SPDX-License-Identifier: Apache-2.0
"""The shapes of scripts/generate-service-index: what requests, answers and errors look like on the wire.

shapes.index holds one block a service and nothing between them; services.index says how long each is. Numbers in it
are digits of base 64 (0-9, A-Z, a-z, +, -), as many for a name, a shape or an error as the first line of the block
says. Shapes that no message can tell apart are one shape. The lines of a block, fields separated by tabs:

  WIDTHS SHAPES ERRORS      how many digits a name, a shape, an error has; number of shapes; number of errors
  NAMES                     all names of the block, `,` between them
  then SHAPES lines: the first is an empty structure, also the input or output of an operation without one
      {MEMBERS |MEMBERS     structure, union. MEMBERS: name, shape and marks of each, nothing between them. MARKS:
                            ! required   . the payload   _ a list that is flattened here, though not elsewhere
                            ^NAME its name in EC2's requests, where that is not its name with a capital letter
                            and what it is bound to: : header   * headers that begin so   / label of the URI
                            ? query, all parameters if it has no name   = status
      [SHAPE ]SHAPE         list, flattened list; then the name of its elements in XML, where that is not `member`
      <SHAPE >SHAPE         map, flattened map; then the names of key and value in XML, where not `key` and `value`
      "VALUES               enumeration
      s b i f x d ~         string, boolean, integer, fraction, blob, document, event stream
      t te ti th            timestamp: in the protocol's form, in epoch seconds, ISO 8601, HTTP date
  then ERRORS lines
      SHAPE NAME [STATUS [CODE]]   nothing between shape and name; CODE: in Query and XML, where not the name
  then a line for each operation, in the order of services.index
      INPUT OUTPUT ERRORS [RESULTS [MORE]]   nothing between the numbers of shapes and errors
                            RESULTS: where the results of a page stand, `,` between paths, which are as in
                            services.index; MORE: where an answer says whether there are more pages

The name of an XML attribute begins with `@`. A flattened list is named as its elements are.
"""

import string

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase + "+-"
XML = {"query", "ec2", "rest-xml"}
SCALARS = {"boolean": "b", "integer": "i", "long": "i", "float": "f", "double": "f", "blob": "x", "string": "s"}
TIMESTAMPS = {"unixTimestamp": "e", "iso8601": "i", "rfc822": "h"}
LOCATIONS = {"header": ":", "headers": "*", "querystring": "?", "uri": "/", "statusCode": "="}

# Answers of S3 whose one member is the root element itself (Smithy, "s3UnwrappedXmlOutput trait"): botocore has that in
# its code and not in the model.
UNWRAPPED = {"s3": {"GetBucketLocationOutput": "LocationConstraint"}}


class ShapeBlock:
    """The block of one service in shapes.index."""

    def __init__(self, name, model, results):
        self.shapes, self.operations, self.results = model["shapes"], model["operations"], results
        protocols = set(model["metadata"].get("protocols", [model["metadata"]["protocol"]]))
        self.is_xml = bool(protocols & XML)
        self.is_ec2 = "ec2" in protocols
        self.is_rest = any(protocol.startswith("rest-") for protocol in protocols)
        self.unwrapped = UNWRAPPED.get(name, {})
        if self.is_xml and protocols - XML:
            self.check_names()
        self.known_facts = {}
        self.errors = sorted({e["shape"] for o in self.operations.values() for e in o.get("errors", [])})
        self.order = self.reachable()
        self.merge()
        self.names = sorted({name for shape in self.representatives for name in self.facts(shape)[1]})
        if any(c in name for name in self.names for c in ",\t\n"):
            raise ValueError("a name holds a separator")
        self.number_of_name = {name: number for number, name in enumerate(self.names)}
        self.name_width = width(len(self.names))
        self.shape_width = width(len(self.representatives) + 1)
        self.error_width = width(len(self.errors))

    def check_names(self):
        """A service of XML and JSON has one set of names only as long as no list changes them."""
        for name, shape in self.shapes.items():
            if shape.get("flattened") or "locationName" in shape.get("member", {}):
                raise ValueError(f"{name} has other names in XML than in JSON")

    def reachable(self):
        """The shapes that operations lead to, in the order in which they are met."""
        operations = [operation for _, operation in sorted(self.operations.items())]
        waiting = [o[side]["shape"] for o in operations for side in ("input", "output") if side in o]
        waiting = [*waiting, *self.errors][::-1]
        found = {}
        while waiting:
            shape = waiting.pop()
            if shape not in found:
                found[shape] = None
                waiting += reversed(self.facts(shape)[2])
        return list(found)

    def merge(self):
        """Shapes that no message can tell apart become one: first all are, then those part that differ."""
        self.class_of, count = dict.fromkeys(self.order, 0), 1
        while True:
            known, classes = {}, {}
            for shape in self.order:
                form, names, inner = self.facts(shape)
                key = (form, *names, *map(self.class_of.get, inner))
                classes[shape] = known.setdefault(key, len(known))
            self.class_of = classes
            if len(known) == count:
                break
            count = len(known)
        self.representatives = []
        for shape in self.order:
            if self.class_of[shape] == len(self.representatives):
                self.representatives.append(shape)

    def facts(self, name):
        """A shape as (form, names, shapes): in the form, `\\1` is the place of the next name, `\\2` of the next shape."""
        if name not in self.known_facts:
            self.known_facts[name] = self.read(name, self.shapes[name])
        return self.known_facts[name]

    def read(self, name, shape):
        kind = shape["type"]
        if shape.get("eventstream"):
            return "~", [], []
        if shape.get("document"):
            return "d", [], []
        if kind == "structure":
            return self.structure(name, shape)
        if kind == "list":
            named = shape["member"].get("locationName", "member") if self.is_xml else "member"
            form, names = ("", []) if named == "member" or shape.get("flattened") else ("\1", [named])
            return ("]" if self.is_flat(shape) else "[") + "\2" + form, names, [shape["member"]["shape"]]
        if kind == "map":
            names = [shape[part].get("locationName", part) if self.is_xml else part for part in ("key", "value")]
            form, names = ("", []) if names == ["key", "value"] else ("\1\1", names)
            return (">" if self.is_flat(shape) else "<") + "\2" + form, names, [shape["value"]["shape"]]
        if "enum" in shape:
            if any(c in value for value in shape["enum"] for c in "\t\n"):
                raise ValueError(f"{name}: a value holds a separator")
            return '"' + "\t".join(shape["enum"]), [], []
        if kind == "timestamp":
            return "t" + TIMESTAMPS.get(shape.get("timestampFormat"), ""), [], []
        return SCALARS[kind], [], []

    def is_flat(self, shape):
        return self.is_xml and shape.get("flattened", False)

    def structure(self, name, shape):
        form, names, inner = "|" if shape.get("union") else "{", [], []
        payload = self.unwrapped.get(name, shape.get("payload"))
        for member, reference in sorted(shape["members"].items(), key=lambda item: self.wire(*item)):
            form += "\1\2" + "!" * (member in shape.get("required", []))
            form += "_" * (self.is_flat(reference) and not self.is_flat(self.shapes[reference["shape"]]))
            names.append(self.wire(member, reference))
            inner.append(reference["shape"])
            if self.is_rest:
                form += LOCATIONS.get(reference.get("location"), "." * (member == payload))
            if self.is_ec2:
                form += self.form_name(member, reference, names)
        return form, names, inner

    def wire(self, member, reference):
        """The name of a member in JSON, CBOR and XML; for a member with a location, its name there."""
        target = self.shapes[reference["shape"]]
        if self.is_xml and target["type"] == "list" and (reference.get("flattened") or target.get("flattened")):
            if "locationName" in target["member"]:
                return target["member"]["locationName"]
        named = self.named(reference, member)
        if self.is_rest and reference.get("location") in ("header", "headers"):
            return named.lower()
        if self.is_rest and reference.get("location") == "querystring" and target["type"] == "map":
            return ""
        return "@" * reference.get("xmlAttribute", False) + named

    def named(self, reference, otherwise=""):
        return reference.get("locationName", self.shapes[reference["shape"]].get("locationName", otherwise))

    def form_name(self, member, reference, names):
        """In EC2's requests a name begins with a capital letter; a few are others altogether."""
        named = reference.get("queryName") or self.capital(self.named(reference), member)
        if named == self.capital(names[-1], ""):
            return ""
        names.append(named)
        return "^\1"

    @staticmethod
    def capital(name, otherwise):
        return name[:1].upper() + name[1:] or otherwise

    def number(self, shape):
        """Number 0 is an empty message."""
        return digits(self.class_of[shape["shape"]] + 1 if shape else 0, self.shape_width)

    def lines(self):
        widths = f"{self.name_width}{self.shape_width}{self.error_width}"
        yield f"{widths}\t{len(self.representatives) + 1}\t{len(self.errors)}"
        yield ",".join(self.names)
        yield "{"
        for shape in self.representatives:
            form, names, inner = self.facts(shape)
            names, inner = iter(names), iter(inner)
            yield "".join(self.digits_of(c, names, inner) for c in form)
        for name in self.errors:
            error = self.shapes[name].get("error", {})
            code = error.get("code", name)
            status = str(error.get("httpStatusCode", ""))
            yield "\t".join([self.number({"shape": name}) + name, status, "" if code == name else code]).rstrip("\t")
        for name, operation in sorted(self.operations.items()):
            errors = [self.errors.index(error["shape"]) for error in operation.get("errors", [])]
            numbers = [self.number(operation.get(side)) for side in ("input", "output")]
            numbers += [digits(error, self.error_width) for error in errors]
            yield "\t".join(["".join(numbers), *self.results(name)])

    def digits_of(self, character, names, inner):
        if character == "\1":
            return digits(self.number_of_name[next(names)], self.name_width)
        return digits(self.class_of[next(inner)] + 1, self.shape_width) if character == "\2" else character


def width(count):
    return 1 if count <= 64 else 2 if count <= 64**2 else 3


def digits(number, count):
    return "".join(DIGITS[number >> 6 * place & 63] for place in reversed(range(count)))

# SPDX-License-Identifier: Apache-2.0
"""What exchanges take on disk: as a cassette, gzip'd otherwise, and as other recorders of HTTP would write them."""

import gzip
import hashlib
import json
import uuid

from .processes import make
from .report import exchanges

URL = "https://codestar-connections.eu-west-1.amazonaws.com/"


def sizes(folder, options, report):
    for size in (1, 10_000) if options.quick else (1, 10_000, 100_000):
        cassette = make(folder / f"{size}.cassette", size)
        with gzip.open(cassette) as lines:
            count = sum(len(line) for line in lines)
        report.add(
            f"on disk, {exchanges(size)}", cassette.stat().st_size / size, "B each",
            note=f"plain {count / size:.0f} B each")
    size = 1_000
    cassette = make(folder / f"{size}.cassette", size)
    with gzip.open(cassette) as file:
        lines = file.read().splitlines(keepends=True)
    recorded = [json.loads(line) for line in lines[1:-1]]
    forms = {
        "JSON lines": [b"".join(lines)], "HAR": [har(recorded)],
        "WireMock mappings": [wiremock(exchange) for exchange in recorded]}
    try:
        forms["VCR YAML"] = [vcr(recorded)]
    except ImportError:
        report.skip("on disk, VCR YAML", "PyYAML is missing")
    row = f"on disk, {size:,} exchanges as"
    peer = min(plain(files) for name, files in forms.items() if name != "JSON lines")
    packed = cassette.stat().st_size
    report.add(
        f"{row} a cassette", packed / size, "B each", packed / peer,
        goal="20 % of the smallest of HAR, WireMock and VCR")
    report.add(f"{row} a gzip file each", gzipped(lines[1:-1]) / size, "B each")
    for name, files in forms.items():
        report.add(f"{row} {name}", plain(files) / size, "B each")
        report.add(f"{row} {name}, gzip -9", gzipped(files) / size, "B each")


def plain(files):
    return sum(map(len, files))


def gzipped(files):
    """Bytes with `gzip -9`, each file on its own."""
    return sum(len(gzip.compress(file, 9, mtime=0)) for file in files)


def text(message):
    return json.dumps(message["json"], ensure_ascii=False) if "json" in message else message.get("text", "")


def har(recorded):
    """HAR 1.2, with no blanks."""
    def fields(message):
        return [{"name": name, "value": value} for name, value in message["headers"]]

    entries = []
    for exchange in recorded:
        request, response = exchange["request"], exchange["response"]
        asked, answered = text(request), text(response)
        entries.append({
            "startedDateTime": exchange["at"], "time": exchange["took"],
            "request": {
                "method": request["method"], "url": URL, "httpVersion": "HTTP/1.1", "cookies": [],
                "headers": fields(request), "queryString": [],
                "postData": {"mimeType": "application/x-amz-json-1.0", "params": [], "text": asked},
                "headersSize": -1, "bodySize": len(asked)},
            "response": {
                "status": response["status"], "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": [],
                "headers": fields(response),
                "content": {"size": len(answered), "mimeType": "application/x-amz-json-1.0", "text": answered},
                "redirectURL": "", "headersSize": -1, "bodySize": len(answered)},
            "cache": {}, "timings": {"send": 0, "wait": exchange["took"], "receive": 0}})
    log = {"version": "1.2", "creator": {"name": "bench", "version": "1"}, "pages": [], "entries": entries}
    return json.dumps({"log": log}, separators=(",", ":"), ensure_ascii=False).encode()


def vcr(recorded):
    """As vcrpy writes it: its fields, and PyYAML's own style."""
    import yaml

    def fields(message):
        return {name: [value] for name, value in message["headers"]}

    interactions = [
        {
            "request": {
                "body": text(exchange["request"]), "headers": fields(exchange["request"]),
                "method": exchange["request"]["method"], "uri": URL},
            "response": {
                "body": {"string": text(exchange["response"])}, "headers": fields(exchange["response"]),
                "status": {"code": exchange["response"]["status"], "message": "OK"}},
        }
        for exchange in recorded]
    dumper = getattr(yaml, "CDumper", yaml.Dumper)
    return yaml.dump({"interactions": interactions, "version": 1}, Dumper=dumper).encode()


def wiremock(exchange):
    """A mapping as WireMock's recorder writes it: the operation by its header, the body as JSON to be equal to."""
    request, response = exchange["request"], exchange["response"]
    name = str(uuid.UUID(bytes=hashlib.md5(text(request).encode()).digest()))
    matched = {key: {"equalTo": value} for key, value in request["headers"] if key == "X-Amz-Target"}
    pattern = {"equalToJson": text(request), "ignoreArrayOrder": True, "ignoreExtraElements": True}
    return json.dumps(
        {
            "id": name, "name": "", "request": {
                "url": "/", "method": request["method"], "headers": matched, "bodyPatterns": [pattern]},
            "response": {
                "status": response["status"], "body": text(response), "headers": dict(response["headers"])},
            "uuid": name, "persistent": True, "insertionIndex": 0,
        }, indent=2, ensure_ascii=False).encode()

# SPDX-License-Identifier: Apache-2.0
"""One very large body each way, recorded and replayed: how fast, and what memory it takes."""

import datetime
import hashlib
import hmac
import http.client
import http.server
import random
import threading
import time

from .processes import EVERYWHERE, TAPEDECK, Server, without_aws

PIECE = 1 << 20
# What no compression makes smaller.
BLOCK = random.Random(7).randbytes(PIECE)
REGION = "eu-west-1"


def large(folder, options, report):
    mebibytes = 64 if options.quick else 1024
    title, digest = f"body of {mebibytes:,} MiB", sha256_of(mebibytes)
    cassette = folder / "large.cassette"
    upstream = Upstream(mebibytes)
    try:
        command = [TAPEDECK, "record", cassette, "--upstream", f"http://127.0.0.1:{upstream.server_port}"]
        with Server(command, env=without_aws(folder), cores=EVERYWHERE) as proxy:
            both_ways(report, "record", title, proxy, mebibytes, digest)
            if upstream.received != digest:
                report.skip(f"record, {title}, to the upstream", "the upstream got other bytes than were sent")
            report.add(f"record, {title}, peak memory", proxy.memory("VmHWM"), "MiB", goal="100 MiB")
            started = time.perf_counter()
            status = proxy.stop(600)
            report.add(
                f"record, {title}, from SIGTERM to the cassette", time.perf_counter() - started, "s",
                note=f"exit status {status}")
    finally:
        upstream.shutdown()
    if status != 0 or not cassette.exists():
        return report.skip(f"replay, {title}", "it was not recorded")
    report.add(f"on disk, {title} both ways", cassette.stat().st_size / 2**20, "MiB")
    with Server([TAPEDECK, "replay", cassette], cores=EVERYWHERE) as proxy:
        both_ways(report, "replay", title, proxy, mebibytes, digest)
        report.add(f"replay, {title}, peak memory", proxy.memory("VmHWM"), "MiB", goal="100 MiB")


def both_ways(report, verb, title, proxy, mebibytes, digest):
    for way, move in (("to the client", download), ("from the client", upload)):
        started = time.perf_counter()
        try:
            wrong = move(proxy, mebibytes, digest)
        except (OSError, http.client.HTTPException) as error:
            wrong = f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - started
        if wrong:
            report.skip(f"{verb}, {title} {way}", wrong)
        else:
            rate = mebibytes * 2**20 / 1e6 / seconds
            report.add(f"{verb}, {title} {way}", rate, "MB/s", note=f"{seconds:.2f} s, sha256 is right")


def pieces(mebibytes):
    """Each piece begins with its number: one that is left out, or comes twice, is seen."""
    for number in range(mebibytes):
        yield number.to_bytes(8, "big") + BLOCK[8:]


def sha256_of(mebibytes):
    digest = hashlib.sha256()
    for piece in pieces(mebibytes):
        digest.update(piece)
    return digest.hexdigest()


def download(proxy, mebibytes, digest):
    """What was wrong; None where nothing was."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=120)
    connection.request("GET", "/bench/object", headers=signed("GET", "/bench/object", proxy))
    answer = connection.getresponse()
    if answer.status != 200:
        return f"status {answer.status}: {answer.read(300)!r}"
    found = hashlib.sha256()
    while piece := answer.read(PIECE):
        found.update(piece)
    connection.close()
    return None if found.hexdigest() == digest else "another sha256"


def upload(proxy, mebibytes, _):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=120)
    connection.putrequest("PUT", "/bench/upload", skip_host=True, skip_accept_encoding=True)
    for name, value in signed("PUT", "/bench/upload", proxy).items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(mebibytes * PIECE))
    connection.endheaders()
    for piece in pieces(mebibytes):
        connection.send(piece)
    answer = connection.getresponse()
    told = answer.read(300)
    connection.close()
    return None if answer.status == 200 else f"status {answer.status}: {told!r}"


def signed(method, path, proxy):
    """The fields of a request to S3 whose payload is not signed (AWS Signature Version 4)."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    fields = {"host": f"127.0.0.1:{proxy.port}", "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "x-amz-date": now}
    names = ";".join(fields)
    canonical = "\n".join([method, path, "", *(f"{k}:{v}" for k, v in fields.items()), "", names, "UNSIGNED-PAYLOAD"])
    scope = f"{now[:8]}/{REGION}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = b"AWS4" + proxy.env["AWS_SECRET_ACCESS_KEY"].encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{proxy.env['AWS_ACCESS_KEY_ID']}/{scope}"
    fields["Authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return fields


class Upstream(http.server.ThreadingHTTPServer):
    """Gives the object, and takes another, of which it keeps the sha256 alone."""

    def __init__(self, mebibytes):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mebibytes, self.received = mebibytes, None
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(self.server.mebibytes * PIECE)
        for piece in pieces(self.server.mebibytes):
            self.wfile.write(piece)

    def do_PUT(self):
        if "100-continue" in self.headers.get("Expect", ""):
            self.send_response_only(100)
            self.end_headers()
        left, digest = int(self.headers["Content-Length"]), hashlib.sha256()
        while left > 0 and (piece := self.rfile.read(min(left, PIECE))):
            digest.update(piece)
            left -= len(piece)
        self.server.received = digest.hexdigest()
        self.answer(0)

    def answer(self, length):
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(length))
        self.end_headers()

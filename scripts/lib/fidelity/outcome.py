# SPDX-License-Identifier: Apache-2.0
"""What a client got from a call, as plain JSON."""

import datetime
import hashlib
import io

from botocore.eventstream import EventStream
from botocore.response import StreamingBody

MISS_HEADER = "x-tapedeck-miss"


def of_bytes(data):
    """Text as it is, so that names in it can be found; anything else by its hash."""
    try:
        return {"$bytes": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"$sha256": hashlib.sha256(data).hexdigest(), "$length": len(data)}


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return {"$time": value.timestamp() if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc).timestamp()}
    if isinstance(value, (bytes, bytearray)):
        return of_bytes(bytes(value))
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "getvalue"):
        return of_bytes(value.getvalue())
    return str(value)


def of_response(parsed):
    """The outcome of a call that succeeded. Streams in it are read, and replaced by ones that can be read again."""
    shown = dict(parsed)
    for name, value in parsed.items():
        if isinstance(value, StreamingBody):
            shown[name] = value.read()
            parsed[name] = StreamingBody(io.BytesIO(shown[name]), len(shown[name]))
        elif isinstance(value, EventStream):
            shown[name] = parsed[name] = list(value)
    return {"status": parsed.get("ResponseMetadata", {}).get("HTTPStatusCode"), "body": plain(shown)}


def of_error(error):
    """The outcome of a call that the server refused."""
    details = error.response.get("Error", {})
    more = {name: value for name, value in error.response.items() if name not in ("Error", "ResponseMetadata")}
    return {
        "status": error.response.get("ResponseMetadata", {}).get("HTTPStatusCode"),
        "code": details.get("Code"),
        "message": details.get("Message"),
        "body": plain(more),
        **missed(error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})),
    }


def missed(headers):
    """A miss is told by a header: the answer to HEAD has no body that could name the code."""
    return {"missed": True} if MISS_HEADER in headers else {}


def of_failure(error):
    """The outcome of a call that got no answer, or one that the client could not read."""
    return {"status": None, "code": type(error).__name__, "message": str(error)}


def is_miss(outcome):
    # The AWS CLI shows no headers.
    return outcome.get("missed", False) or "TapedeckMiss" in str(outcome.get("message"))

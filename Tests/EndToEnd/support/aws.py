# SPDX-License-Identifier: Apache-2.0
"""boto3 against a running proxy: clients of this process, and the two halves of a test, recorded and replayed."""

from contextlib import contextmanager
from unittest.mock import patch

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.utils import PRIORITY_ORDERED_SUPPORTED_PROTOCOLS

_session = boto3.session.Session()
SERVICE = "codestar-connections"
CASSETTE = "app.cassette"
CBOR = "smithy-rpc-v2-cbor"


def client(running, service=SERVICE, *, path="", access=None, protocol=None, **config):
    """A client of `service`, which sees one proxy and nothing else of this machine's settings.

    `protocol` is what it is to speak where botocore would choose another.
    """
    known, secret = running.key
    spoken = [protocol] if protocol else PRIORITY_ORDERED_SUPPORTED_PROTOCOLS
    with patch("botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS", spoken):
        return _session.client(
            service,
            endpoint_url=running.endpoint + path,
            region_name="us-east-1",
            aws_access_key_id=access or known,
            aws_secret_access_key=secret,
            config=Config(**{"s3": {"addressing_style": "path"}, "ignore_configured_endpoint_urls": True, **config}),
        )


@contextmanager
def recording(deck, upstream="simulator", *options, cassette=CASSETTE):
    with deck.start("record", cassette, "--upstream", upstream, *options) as running:
        yield running
        ended = running.stop()
        assert ended.status == 0, ended


@contextmanager
def replaying(deck, *options, status=0, cassette=CASSETTE):
    """A replay that ends with `status`; how it ended stands in the `ended` of what this gives."""
    with deck.start("replay", cassette, *options) as running:
        yield running
        running.ended = running.stop()
        assert running.ended.status == status, running.ended


def error_of(call, **parameters) -> dict | None:
    """The error that a call raised, with its `ResponseMetadata` beside `Error`; None where it raised none."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response
    return None


def code_of(call, **parameters) -> str | None:
    error = error_of(call, **parameters)
    return error and error["Error"]["Code"]


def is_miss(call, **parameters) -> bool:
    return code_of(call, **parameters) == "TapedeckMiss"


def tags(**values):
    return [{"Key": key, "Value": value} for key, value in values.items()]

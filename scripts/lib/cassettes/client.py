# SPDX-License-Identifier: Apache-2.0
"""What the scenarios share: a client of the endpoint in the environment, its errors, and the service's own controls."""

import json
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def connect(service="codeconnections"):
    """A client that neither retries nor validates what it sends: errors are to come from the service."""
    return boto3.client(service, config=Config(retries={"total_max_attempts": 1}, parameter_validation=False))


def control(action, **parameters):
    """Has the embedded service do what no call of the API does: docs/simulator.md, "Controls"."""
    request = urllib.request.Request(
        f"{os.environ['AWS_ENDPOINT_URL']}/_tapedeck/{action}",
        json.dumps(parameters).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def expect(error, call, **parameters):
    """Makes a call that has to fail with `error`."""
    try:
        call(**parameters)
    except ClientError as raised:
        code = raised.response["Error"]["Code"]
        assert code == error, f"{call.__name__}: {code}, not {error}"
        return
    raise AssertionError(f"{call.__name__} did not fail with {error}")


def poll(call, until, times):
    """Asks until the answer is `until`, which has to be the case at the last of so many times."""
    seen = []
    while not seen or seen[-1] != until:
        seen.append(call())
        assert len(seen) <= times, seen
    assert len(seen) == times, seen


def tags(**values):
    return [{"Key": key, "Value": value} for key, value in values.items()]

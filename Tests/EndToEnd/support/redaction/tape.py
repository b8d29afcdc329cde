# SPDX-License-Identifier: Apache-2.0
"""Cassettes that nothing was taken out of, as older tools or people make them."""

import base64
import json

from ..wire import Message
from .places import Case

HOST = "https://codestar-connections.us-east-1.amazonaws.com"
OPERATIONS = {
    "codestar-connections": "codestar-connections:CreateConnection",
    "iam": "iam:CreateUser",
    "monitoring": "cloudwatch:PutMetricData",
}


def body(data: bytes) -> dict:
    if not data:
        return {}
    try:
        text = data.decode()
        if "\0" in text:
            raise ValueError
    except ValueError:
        return {"base64": base64.b64encode(data).decode()}
    try:
        value = json.loads(text)
        return {"json": value} if isinstance(value, (dict, list)) else {"text": text}
    except ValueError:
        return {"text": text}


def exchange(case: Case, answer: Message) -> dict:
    return {
        "action": OPERATIONS.get(case.service) or f"http:{case.method} {case.target.partition('?')[0]}",
        "region": "us-east-1",
        "at": "2026-01-01T00:00:00.000Z",
        "took": 1,
        "request": {
            "method": case.method,
            "endpoint": HOST,
            "target": case.target,
            "headers": [list(field) for field in case.fields],
            **body(case.body),
        },
        "response": {"status": answer.status, "headers": [list(field) for field in answer.fields], **body(answer.body)},
    }

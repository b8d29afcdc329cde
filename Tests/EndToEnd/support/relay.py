# SPDX-License-Identifier: Apache-2.0
"""A service behind a server of ours, which counts what it is asked and may answer otherwise."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Callable

from .sigv4 import AUTHORIZATION
from .tapedeck import Running
from .upstream import Answer
from .wire import Message

FRAMING = {"host", "content-length", "connection", "accept-encoding"}


def operation_of(request: Message) -> str:
    """The operation of an awsJson request; the service that it is signed for where there is none."""
    target = request["x-amz-target"]
    match = AUTHORIZATION.fullmatch(request["authorization"] or "")
    return target.rpartition(".")[2] if target else match["service"] if match else request.first_line[1]


@dataclass
class Relay:
    """Answers as a running service does, but for what `change` makes of it."""

    service: Running
    change: Callable[[str, Answer], Answer | None] = lambda operation, answer: None
    operations: list[str] = field(default_factory=list)

    def __call__(self, request: Message) -> Answer:
        operation = operation_of(request)
        self.operations.append(operation)
        answer = self.ask(request)
        return self.change(operation, answer) or answer

    def ask(self, request: Message) -> Answer:
        method, target, _ = request.first_line
        asked = urllib.request.Request(self.service.endpoint + target, data=request.body, method=method)
        for name, value in request.fields:
            if name.lower() not in FRAMING:
                asked.add_header(name, value)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return self.kept(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return self.kept(error.code, error.headers, error.read())

    @staticmethod
    def kept(status, headers, body) -> Answer:
        return Answer(status, [(name, value) for name, value in headers.items() if name.lower() not in FRAMING], body)


def edited(answer: Answer, edit: Callable[[dict], None]) -> Answer:
    """The answer with its JSON body changed in place."""
    body = json.loads(answer.body)
    edit(body)
    return Answer(answer.status, answer.fields, json.dumps(body).encode())

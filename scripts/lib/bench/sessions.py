# SPDX-License-Identifier: Apache-2.0
"""Clients that go through whole cassettes in order, each time as a session of their own."""

import gzip
import http.client
import json
import threading

# A replaying proxy keeps what it knows of a session: with more of them its memory grows by what they are.
MOST = 100
PAUSE = 0.25


def exchanges(cassettes):
    for cassette in cassettes:
        with gzip.open(cassette, "rt", encoding="utf-8") as lines:
            for line in lines:
                exchange = json.loads(line)
                if "request" in exchange:
                    yield exchange


class Sessions:
    """Asks for all exchanges of some cassettes, one session after the other; `rounds` is how many came to their end."""

    def __init__(self, port, cassettes):
        self.port, self.asked = port, list(exchanges(cassettes))
        self.rounds, self.calls, self.failures = 0, 0, []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        for number in range(MOST):
            try:
                self.session(f"soak-{number}")
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.failures.append(f"session {number}: {type(error).__name__}: {error}")
            if self.failures or self.ended.wait(PAUSE):
                return
            self.rounds += 1

    def session(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for number, exchange in enumerate(self.asked, start=1):
            request, response = exchange["request"], exchange["response"]
            fields = dict(request["headers"])
            if region := exchange.get("region"):
                scope = f"AKIATAPEDECKREPLAY00/20261123/{region}/{exchange['action'].split(':')[0]}/aws4_request"
                fields["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
            target, body = f"/@{name}{request['target']}", json.dumps(request.get("json", {}))
            connection.request(request["method"], target, body, fields)
            answer = connection.getresponse()
            told = json.loads(answer.read() or "{}")
            if answer.status != response["status"] or told != response.get("json", {}):
                place = f"{name}, exchange {number}, {exchange['action']}"
                self.failures.append(f"{place}: {answer.status} {str(told)[:300]}")
                return
            self.calls += 1
        connection.close()

    def stop(self):
        self.ended.set()
        self.thread.join(60)
        return self.failures

# SPDX-License-Identifier: Apache-2.0
"""What a session is given: clients whose every call is logged, names, polls, threads, the AWS CLI."""

import contextlib
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

import boto3
import botocore.client
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

from fidelity import mutate, outcome
from fidelity.names import Names

# A call that takes longer hangs.
DEADLINE = 20
ORIGINAL = botocore.client.BaseClient._make_api_call


class Stop(BaseException):
    """The session ends here; no `except Exception` of a session may hold it up."""


@dataclass
class Plan:
    """How this run differs from the recorded one."""

    seed: str = "0"
    # When the run takes itself to be, in seconds: what names made of the time are near to. None is now.
    now: float | None = None
    polls: float = 1.0
    # Seed of the sleeps before calls and of the order in which threads start; None for neither.
    jitter: int | None = None
    # The keys of the calls to make; None for all.
    allowed: set | None = None
    # The keys before whose calls a mutated one is sent, each with the seed of the mutation.
    mutated: dict = field(default_factory=dict)
    # Whether the run ends with the first mutated call.
    ends_mutated: bool = False


class Scope:
    """One thread of one test: the place where its calls and names are counted."""

    def __init__(self, name, plan, tell):
        self.name, self.calls, self.polls = name, 0, 0
        self.names = Names(plan.seed, name, tell, plan.now or time.time())
        self.poll = None
        self.random = random.Random(f"{plan.jitter}/{name}")

    def next_key(self):
        if self.poll is None:
            self.calls += 1
            return f"{self.name}/{self.calls}"
        self.poll[1] += 1
        return f"{self.name}/poll{self.poll[0]}.{self.poll[1]}"


class Run:
    """One run of a session's tests in this process."""

    def __init__(self, plan, log):
        self.plan, self.log = plan, log
        self.lock, self.making = threading.Lock(), threading.Lock()
        self.session = boto3.session.Session()
        self.local = threading.local()
        # The parameters seen so far, for mutations that name another resource: (service, member) to its values.
        self.seen = {}
        self.random_values = []

    def tell(self, **line):
        with self.lock:
            self.log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.log.flush()

    def told_name(self, scope, index, value):
        self.random_values.append(value)
        self.tell(kind="name", scope=scope, index=index, value=value)

    @property
    def scope(self):
        return self.local.scope

    @contextlib.contextmanager
    def in_scope(self, name):
        self.local.scope = Scope(name, self.plan, self.told_name)
        try:
            yield
        finally:
            self.local.scope = None

    # What sessions call.

    @property
    def names(self):
        return self.scope.names

    def client(self, service, region="us-east-1", protocol=None, **options):
        config = Config(retries={"total_max_attempts": 2}, read_timeout=DEADLINE, connect_timeout=5, **options)
        # A session reads each model once, but may be used by one thread at a time.
        with self.making:
            session = self.session
            if protocol:
                session = boto3.session.Session()
                speak_only(session, service, protocol)
            return session.client(service, region_name=region, config=config)

    def fails(self, code, call, /, **parameters):
        """A call whose refusal the test expects, and checks as people do."""
        try:
            call(**parameters)
        except ClientError as error:
            assert code in error.response["Error"]["Code"], error
            return error
        raise AssertionError(f"{code} was expected")

    def poll(self, times, call, /, **parameters):
        """Asks `times` times, or as often more or less as the run's plan says; gives the last answer."""
        answer = None
        with self.polling(max(1, round(times * self.plan.polls))):
            for _ in range(max(1, round(times * self.plan.polls))):
                answer = call(**parameters)
        return answer

    def wait(self, client, waiter, **parameters):
        with self.polling(None):
            client.get_waiter(waiter).wait(WaiterConfig={"Delay": 0, "MaxAttempts": 25}, **parameters)

    @contextlib.contextmanager
    def polling(self, planned):
        scope = self.scope
        scope.polls += 1
        scope.poll = [scope.polls, 0]
        self.tell(kind="poll", scope=scope.name, poll=scope.polls, planned=planned)
        try:
            yield
        finally:
            scope.poll = None

    def threads(self, *bodies):
        """Runs the bodies at once, each with names and calls of its own; a body that failed fails the test."""
        name, failures = self.scope.name, []

        def work(number, body):
            with self.in_scope(f"{name}.{number}"):
                try:
                    body()
                except BaseException as error:
                    failures.append(error)

        threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(bodies)]
        for thread in threads if self.plan.jitter is None else reversed(threads):
            thread.start()
        for thread in threads:
            thread.join(6 * DEADLINE)
        for failure in failures:
            raise failure

    def fetch(self, url, data=None, method="GET", operation="presigned"):
        """Fetches a presigned URL with no SDK."""

        def send():
            # Without a type urllib would call the data a form.
            kind = {"Content-Type": "application/octet-stream"} if data is not None else {}
            request = urllib.request.Request(url, data=data, method=method, headers=kind)
            try:
                with urllib.request.urlopen(request, timeout=DEADLINE) as response:
                    return {"status": response.status, "body": outcome.of_bytes(response.read())}
            except urllib.error.HTTPError as error:
                with error:
                    body = outcome.of_bytes(error.read())
                    return {"status": error.code, "body": body, **outcome.missed(error.headers)}

        return self.logged("s3", f"{operation} {method}", None, send)

    def cli(self, *arguments, fails=False):
        """Runs the AWS CLI, whose output is JSON, and gives what it printed."""

        def send():
            ended = subprocess.run(
                [os.path.join(os.path.dirname(sys.executable), "aws"), *arguments, "--output", "json"],
                capture_output=True, text=True, timeout=3 * DEADLINE)
            try:
                printed = json.loads(ended.stdout) if ended.stdout.strip() else None
            except ValueError:
                printed = ended.stdout
            return {"status": ended.returncode, "body": printed, "message": ended.stderr.strip()}

        got = self.logged(arguments[0], f"cli {arguments[1]}", None, send)
        assert (got["status"] != 0) == fails, got
        return got["body"]

    # How calls are logged.

    def begin(self, service, operation):
        scope = self.scope
        key = scope.next_key()
        if self.plan.allowed is not None and key not in self.plan.allowed and "/poll" not in key:
            raise Stop
        if self.plan.jitter is not None:
            time.sleep(scope.random.random() * 0.015)
        return key

    def logged(self, service, operation, parameters, send):
        key = self.begin(service, operation)
        got = send()
        self.tell(kind="call", key=key, service=service, operation=operation, outcome=got, at=time.time())
        return got

    def call(self, client, operation, parameters):
        """Stands in for botocore's own method of every client."""
        service = client.meta.service_model.service_name
        model = client.meta.service_model.operation_model(operation)
        parameters = dict(parameters)
        for member in model.idempotent_members:
            # The tokens that botocore would make, as names, so that a response that repeats one can be compared.
            if member not in parameters:
                parameters[member] = self.names.uuid()
        key = self.begin(service, operation)
        if key in self.plan.mutated:
            self.send_mutated(client, model, parameters, key)
        try:
            answer = ORIGINAL(client, operation, parameters)
            got = outcome.of_response(answer)
        except ClientError as error:
            answer, got = error, outcome.of_error(error)
        except ParamValidationError:
            raise
        except Exception as error:
            answer, got = error, outcome.of_failure(error)
        mutate.learn(self.seen, service, parameters)
        self.tell(
            kind="call", key=key, service=service, operation=operation, outcome=got, at=time.time(),
            parameters=outcome.plain(parameters))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def send_mutated(self, client, model, parameters, key):
        service = client.meta.service_model.service_name
        change = mutate.choose(self.plan.mutated[key], service, model, parameters, self.seen, self.random_values)
        if change is None:
            self.tell(kind="unmutated", key=key, reason="no value to change")
        else:
            try:
                got = outcome.of_response(ORIGINAL(client, model.name, change.parameters))
            except ClientError as error:
                got = outcome.of_error(error)
            except Exception as error:
                # The client itself refuses such a request: nothing was asked.
                self.tell(kind="unmutated", key=key, reason=f"{type(error).__name__}: {error}"[:200])
                got = None
            if got is not None:
                self.tell(
                    kind="mutated", key=key, service=service, operation=model.name, path=change.path,
                    sort=change.sort, old=outcome.plain(change.old), new=outcome.plain(change.new), outcome=got,
                    at=time.time())
        if self.plan.ends_mutated:
            raise Stop


def speak_only(session, service, protocol):
    """Makes the clients of a session use a protocol that botocore knows but does not prefer for the service."""
    loader = session._session.get_component("data_loader")
    model = loader.load_service_model(service, "service-2")
    model["metadata"]["protocols"] = [protocol]


def install(run):
    """From here on every call of every client in this process is one of the run's."""
    botocore.client.BaseClient._make_api_call = lambda client, operation, parameters: run.call(
        client, operation, parameters)

# SPDX-License-Identifier: Apache-2.0
"""The live server of the bench: moto, in a process of its own, on a free port of this machine's loopback.

Usage: python -m fidelity.live_server TRANSITIONS. Prints its port, and serves until it is told to end. TRANSITIONS is
JSON: how many reads a resource takes to come to its state, by moto's name of the resource.

`POST /fidelity/reset` forgets all resources and begins the sequence of random ids anew: two runs of a session with the
same names then get the same ids, so that what an answer depends on is the request alone.
"""

import io
import json
import logging
import random
import sys
import uuid
import zlib

from moto.logs.models import LogEvent
from moto.moto_api import state_manager
from moto.moto_api._internal import mock_random, moto_api_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from fidelity.cbor_gateway import CBORGateway

SEED = 8213


class Live:
    def __init__(self):
        # All services in one application, as moto's own server has them.
        self.gateway = CBORGateway(DomainDispatcherApplication(create_backend_app))

    def reset(self):
        moto_api_backend.reset()
        # Counted on by moto for as long as it runs.
        LogEvent._event_id = 0
        mock_random.seed(SEED)
        random.seed(SEED)

    def __call__(self, environment, start_response):
        if environment.get("PATH_INFO") == "/fidelity/reset":
            self.reset()
            start_response("200 OK", [("Content-Length", "0")])
            return []
        if environment.get("HTTP_CONTENT_ENCODING") == "gzip":
            unzip(environment)
        return self.gateway(environment, start_response)


def unzip(environment):
    """Undoes the compression of a request's body, which moto would try to undo twice."""
    data = zlib.decompress(environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"])), 31)
    del environment["HTTP_CONTENT_ENCODING"]
    environment.update({"wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data))})


def main():
    # Some parts of moto make ids without its own source of randomness.
    uuid.uuid4 = mock_random.uuid4
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for model, times in json.loads(sys.argv[1]).items():
        state_manager.set_transition(model, {"progression": "manual", "times": times})
    live = Live()
    server = make_server("127.0.0.1", 0, live, threaded=True)
    live.reset()
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

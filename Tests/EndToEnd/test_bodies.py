# SPDX-License-Identifier: Apache-2.0
"""Large bodies through a slow upstream, both ways."""

import random
import sys

from support.services import Services
from support.upstream import Upstream

ACCESS, SECRET = "AKIA3TAPEDECKE2ETEST", "e2e/Secret+Key/That+Is/Never+Written0123"
SIZE = 20 << 20

CLIENT = f"""
import boto3, hashlib, random
body = random.Random(5).randbytes({SIZE})
s3 = boto3.client("s3")
s3.put_object(Bucket="bucket", Key="large", Body=body)
answer = s3.get_object(Bucket="bucket", Key="large")["Body"].read()
print(hashlib.sha256(answer).hexdigest() == hashlib.sha256(body).hexdigest(), len(answer))
"""


def test_20_mb_through_a_slow_upstream_arrive_whole(deck, authority):
    services = Services(ACCESS, SECRET)
    client = ["--", sys.executable, "-c", CLIENT]
    with Upstream(services, tls=authority.context, pause=0.001) as upstream:
        options = ["--upstream", upstream.url, "--ca-bundle", authority.bundle]
        credentials = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
        recorded = deck.run("record", "app.cassette", *options, *client, **credentials)
    assert recorded.status == 0, recorded
    assert set(services.flaws) == {None}
    assert services.objects["/bucket/large"].body == random.Random(5).randbytes(SIZE)
    assert recorded.out == f"True {SIZE}\n"
    replayed = deck.run("replay", "app.cassette", *client)
    assert (replayed.status, replayed.out) == (0, recorded.out), replayed

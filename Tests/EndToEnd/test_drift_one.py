# SPDX-License-Identifier: Apache-2.0
"""Two recordings of one session of real clients, the second of a server that answers one thing otherwise: exactly this
is told, whatever else differs."""

import json
import re

import pytest
from support.drift_sessions import Recorded, findings, record

pytest.importorskip("moto", reason="scripts/test installs it")

OTHER = Recorded(seed="two", ids=2, account="998877665544", handshake="after=4", key="b7" * 32, more={"order": 3})


def with_member(request, answer):
    if (request["x-amz-target"] or "").endswith(".GetConnection"):
        if answer.status == 200:
            body = json.loads(answer.body)
            body["Connection"]["Visibility"] = "PUBLIC"
            answer.body = json.dumps(body).encode()


def without_etags(request, answer):
    if "list-type=2" in request.first_line[1] and answer.status == 200:
        answer.body = re.sub(rb"<ETag>[^<]*</ETag>", b"", answer.body)


def count_as_text(request, answer):
    if (request["x-amz-target"] or "").endswith(".DescribeTable") and answer.status == 200:
        body = json.loads(answer.body)
        body["Table"]["ItemCount"] = str(body["Table"]["ItemCount"])
        answer.body = json.dumps(body).encode()


def no_path(request, answer):
    if request.body.startswith(b"Action=GetRole&") and answer.status == 200:
        answer.body = re.sub(rb"<Path>[^<]*</Path>", b"", answer.body)


def no_tenancy(request, answer):
    if b"Action=DescribeVpcs" in request.body and answer.status == 200:
        answer.body = re.sub(rb"<instanceTenancy>[^<]*</instanceTenancy>", b"", answer.body)


def another_status(request, answer):
    if request.first_line[0] == "DELETE" and re.fullmatch(r"/2015-03-31/functions/[^/]*", request.first_line[1]):
        answer.status = 200


def no_request_id(request, answer):
    if "DescribeAlarms" in (request["x-amz-target"] or request.first_line[1]):
        answer.fields = [pair for pair in answer.fields if pair[0].lower() != "x-amzn-requestid"]


def busy(request, answer):
    if (request["x-amz-target"] or "").endswith(".GetQueueAttributes") and answer.status == 200 and not busy.done:
        busy.done = True
        answer.status, answer.body = 400, b'{"__type":"com.amazonaws.sqs#ThrottlingException","message":"slowly"}'


CHANGES = [
    ("connections", with_member,
     "warning member.unmodelled codeconnections:GetConnection /body/Connection/Visibility"),
    ("s3", without_etags, "warning member.removed s3:ListObjectsV2 /body/ListBucketResult/Contents/*/ETag"),
    ("dynamodb", count_as_text, "error kind.changed dynamodb:DescribeTable /body/Table/ItemCount"),
    ("iam", no_path, "error member.required-removed iam:GetRole /body/GetRoleResponse/GetRoleResult/Role/Path"),
    ("ec2", no_tenancy,
     "warning member.removed ec2:DescribeVpcs /body/DescribeVpcsResponse/vpcSet/item/*/instanceTenancy"),
    ("lambdas", another_status, "warning outcome.status lambda:DeleteFunction /status"),
    ("metrics", no_request_id, "error header.required-removed cloudwatch:DescribeAlarms /headers/x-amzn-requestid"),
    ("sqs", busy, "warning environment.throttled sqs:GetQueueAttributes /status"),
]


@pytest.mark.parametrize("session, change, expected", CHANGES, ids=[change[0] for change in CHANGES])
def test_one_change_is_told_and_nothing_else(deck, session, change, expected):
    busy.done = False
    record(deck, session, "old", Recorded())
    record(deck, session, "new", OTHER, change)
    told = findings(deck)
    assert [line.split(" | ")[0] for line in told] == [expected], told

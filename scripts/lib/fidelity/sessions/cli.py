# SPDX-License-Identifier: Apache-2.0
"""The AWS CLI, a process each call, as shell scripts use it."""

import json
import os

UPSTREAM, TRANSITIONS = "moto", {}


def test_queue(run):
    # For SQS this version of the CLI goes by its own table of hosts, and asks AWS_ENDPOINT_URL not at all.
    here = ("--endpoint-url", os.environ["AWS_ENDPOINT_URL"])
    url = run.cli("sqs", "create-queue", "--queue-name", f"cli-{run.names.hex(8)}", *here)["QueueUrl"]
    body = json.dumps({"id": run.names.uuid()})
    run.cli("sqs", "send-message", "--queue-url", url, "--message-body", body, *here)
    assert run.cli("sqs", "receive-message", "--queue-url", url, *here)["Messages"][0]["Body"] == body
    run.cli("sqs", "delete-queue", "--queue-url", url, *here)
    run.cli("sqs", "get-queue-attributes", "--queue-url", url, *here, fails=True)


def test_role(run):
    name = f"cli-role-{run.names.digits()}"
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    run.cli("iam", "create-role", "--role-name", name, "--assume-role-policy-document", json.dumps(trust))
    assert run.cli("iam", "get-role", "--role-name", name)["Role"]["RoleName"] == name
    run.cli("iam", "delete-role", "--role-name", name)
    run.cli("iam", "get-role", "--role-name", name, fails=True)


def test_vpc_in_another_region(run):
    region = ("--region", "eu-west-1")
    vpc = run.cli("ec2", "create-vpc", "--cidr-block", "10.3.0.0/16", *region)["Vpc"]["VpcId"]
    run.cli("ec2", "create-tags", "--resources", vpc, "--tags", f"Key=Name,Value=cli-{run.names.word()}", *region)
    run.cli("ec2", "describe-vpcs", "--vpc-ids", vpc, *region)
    run.cli("ec2", "delete-vpc", "--vpc-id", vpc, *region)


def test_bucket(run):
    bucket = f"cli-bucket-{run.names.uuid()}"
    run.cli("s3api", "create-bucket", "--bucket", bucket)
    run.cli("s3api", "put-bucket-tagging", "--bucket", bucket, "--tagging", f"TagSet=[{{Key=run,Value={bucket}}}]")
    run.cli("s3api", "get-bucket-tagging", "--bucket", bucket)
    run.cli("s3api", "delete-bucket", "--bucket", bucket)

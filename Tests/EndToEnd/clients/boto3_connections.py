# SPDX-License-Identifier: Apache-2.0
"""Calls every operation on connections, hosts and tags with boto3, and prints each answer as a line of JSON.

Usage: boto3_connections.py SERVICE [CALLS]; with CALLS it stops after so many.
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

service = sys.argv[1]
remaining = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
client = boto3.client(service, config=Config(retries={"total_max_attempts": 1}))


def call(operation, **parameters):
    global remaining
    if remaining == 0:
        sys.exit(0)
    remaining -= 1
    try:
        answer = getattr(client, operation)(**parameters)
    except ClientError as error:
        answer = error.response
    metadata = answer.pop("ResponseMetadata")
    answer["status"] = metadata["HTTPStatusCode"]
    answer["request"] = metadata.get("RequestId")
    print(json.dumps({operation: answer}, ensure_ascii=False, sort_keys=True), flush=True)
    return answer


def pages(operation, size, **parameters):
    while True:
        answer = call(operation, MaxResults=size, **parameters)
        if "NextToken" not in answer:
            return
        parameters["NextToken"] = answer["NextToken"]


def tags(**values):
    return [{"Key": key, "Value": value} for key, value in values.items()]


vpc = {
    "VpcId": "vpc-0123456789abcdef0",
    "SubnetIds": ["subnet-0123456789abcdef0"],
    "SecurityGroupIds": ["sg-0123456789abcdef0"],
}

first, second, *_ = [
    call("create_connection", ConnectionName=name, ProviderType=provider, Tags=tags(team=name, ort="Köln – 東京"))
    for name, provider in [("one", "GitHub"), ("two", "Bitbucket"), ("three", "GitLab"), ("four", "GitHub")]
]
host, spare = [
    call("create_host", Name=name, ProviderType=provider, ProviderEndpoint=f"https://{name}.example", **more)
    for name, provider, more in [
        ("ghes", "GitHubEnterpriseServer", {"Tags": tags(kind="host")}),
        ("spare", "GitLabSelfManaged", {}),
    ]
]
hosted = call("create_connection", ConnectionName="hosted", HostArn=host["HostArn"])

call("get_connection", ConnectionArn=first["ConnectionArn"])
call("get_connection", ConnectionArn=hosted["ConnectionArn"])
call("get_host", HostArn=host["HostArn"])
pages("list_connections", 2)
pages("list_connections", 1, ProviderTypeFilter="GitHub")
pages("list_connections", 100, HostArnFilter=host["HostArn"])
pages("list_hosts", 1)

call("update_host", HostArn=spare["HostArn"], ProviderEndpoint="https://moved.example", VpcConfiguration=vpc)
call("get_host", HostArn=spare["HostArn"])

for arn in (first["ConnectionArn"], host["HostArn"]):
    call("tag_resource", ResourceArn=arn, Tags=tags(team="other", added="", quoted='"\\/\u2028'))
    call("list_tags_for_resource", ResourceArn=arn)
    call("untag_resource", ResourceArn=arn, TagKeys=["team", "never there"])
    call("list_tags_for_resource", ResourceArn=arn)

# Errors: of the model, of its constraints, and of state.
nobody = first["ConnectionArn"].rpartition("/")[0] + "/00000000-1111-4222-8333-444444444444"
call("get_connection", ConnectionArn=nobody)
call("create_connection", ConnectionName="n" * 33, ProviderType="GitHub")
call("create_connection", ConnectionName="neither")
call("create_host", Name="wrong", ProviderType="SourceForge", ProviderEndpoint="https://wrong.example")
call("list_connections", NextToken="made up")
call("delete_host", HostArn=host["HostArn"])
call("tag_resource", ResourceArn=second["ConnectionArn"] + "0", Tags=tags(a="b"))

call("delete_connection", ConnectionArn=hosted["ConnectionArn"])
call("delete_host", HostArn=host["HostArn"])
call("get_host", HostArn=host["HostArn"])
call("delete_connection", ConnectionArn=hosted["ConnectionArn"])
pages("list_connections", 3)

# SPDX-License-Identifier: Apache-2.0
"""Several services at once, each thread with one of its own, as a test runner with workers has them."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def table(run):
    db = run.client("dynamodb")
    name = f"orders-{run.names.uuid()}"
    db.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    key = {"id": {"S": run.names.hex(8)}}
    for state in ("open", "paid", "sent"):
        db.put_item(TableName=name, Item={**key, "state": {"S": state}})
        assert db.get_item(TableName=name, Key=key)["Item"]["state"]["S"] == state
    db.delete_table(TableName=name)


def bucket(run):
    s3 = run.client("s3")
    name = f"files-{run.names.word(10)}"
    s3.create_bucket(Bucket=name)
    for text in ("first", "second"):
        s3.put_object(Bucket=name, Key="state", Body=text.encode())
        assert s3.get_object(Bucket=name, Key="state")["Body"].read() == text.encode()
    s3.delete_object(Bucket=name, Key="state")
    run.fails("NoSuchKey", s3.get_object, Bucket=name, Key="state")
    s3.delete_bucket(Bucket=name)


def role(run):
    iam = run.client("iam")
    name = f"tf-acc-{run.names.digits()}"
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    for effect in ("Allow", "Deny"):
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": "s3:*", "Resource": "*"}]}))
        got = iam.get_role_policy(RoleName=name, PolicyName="p")["PolicyDocument"]
        assert got["Statement"][0]["Effect"] == effect
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    iam.delete_role(RoleName=name)


def network(run):
    ec2 = run.client("ec2", region="eu-west-1")
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": f"net-{run.names.hex(6)}"}])
    ec2.describe_vpcs(VpcIds=[vpc])
    for number in range(3):
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.40.{number}.0/24", AvailabilityZone="eu-west-1a")
        found = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
        assert len(found) == number + 1


def test_at_once(run):
    run.threads(*(lambda work=work: work(run) for work in (table, bucket, role, network)))


def test_at_once_again(run):
    run.threads(*(lambda work=work: work(run) for work in (network, table, table, role)))


def test_one_after_another(run):
    for work in (role, table, bucket, network):
        work(run)

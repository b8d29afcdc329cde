# SPDX-License-Identifier: Apache-2.0
"""IAM and STS: awsQuery, policies in JSON in a form, ids made by the server."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def trust(service):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]})


def permissions(bucket, effect="Allow"):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Read", "Effect": effect, "Action": ["s3:GetObject", "s3:ListBucket"],
         "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]})


def test_roles_and_policies(run):
    iam = run.client("iam")
    role = f"tf-acc-role-{run.names.digits(19)}"
    bucket = f"data-{run.names.hex(8)}"
    run.fails("NoSuchEntity", iam.get_role, RoleName=role)
    arn = iam.create_role(RoleName=role, Path="/service/", AssumeRolePolicyDocument=trust("lambda.amazonaws.com"),
                          Description="a role of a test", MaxSessionDuration=3600,
                          Tags=[{"Key": "team", "Value": "core"}])["Role"]["Arn"]
    assert role in arn
    run.wait(iam, "role_exists", RoleName=role)
    run.fails("EntityAlreadyExists", iam.create_role, RoleName=role,
              AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    iam.tag_role(RoleName=role, Tags=[{"Key": "run", "Value": bucket}])
    iam.list_role_tags(RoleName=role)
    policy = iam.create_policy(PolicyName=f"read-{bucket}", PolicyDocument=permissions(bucket))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"][0]["PolicyArn"] == policy
    version = iam.create_policy_version(
        PolicyArn=policy, PolicyDocument=permissions(bucket, "Deny"), SetAsDefault=True)["PolicyVersion"]["VersionId"]
    got = iam.get_policy_version(PolicyArn=policy, VersionId=version)["PolicyVersion"]["Document"]
    assert got["Statement"][0]["Effect"] == "Deny"
    iam.list_policy_versions(PolicyArn=policy)
    iam.put_role_policy(RoleName=role, PolicyName="inline", PolicyDocument=permissions(bucket))
    iam.get_role_policy(RoleName=role, PolicyName="inline")
    iam.update_role(RoleName=role, Description="another", MaxSessionDuration=7200)
    assert iam.get_role(RoleName=role)["Role"]["MaxSessionDuration"] == 7200
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust("ecs.amazonaws.com"))
    iam.get_role(RoleName=role)
    run.fails("DeleteConflict", iam.delete_role, RoleName=role)
    iam.delete_role_policy(RoleName=role, PolicyName="inline")
    iam.detach_role_policy(RoleName=role, PolicyArn=policy)
    iam.delete_policy_version(PolicyArn=policy, VersionId="v1")
    iam.delete_policy(PolicyArn=policy)
    iam.delete_role(RoleName=role)
    run.fails("NoSuchEntity", iam.get_role, RoleName=role)


def test_users_and_groups(run):
    iam = run.client("iam")
    users = [f"user-{letter}-{run.names.word()}" for letter in "abc"]
    group = f"group-{run.names.hex(6)}"
    iam.create_group(GroupName=group)
    for user in users:
        iam.create_user(UserName=user, Path="/people/")
        iam.add_user_to_group(GroupName=group, UserName=user)
    listed = [user for page in iam.get_paginator("list_users").paginate(
        PathPrefix="/people/", PaginationConfig={"PageSize": 2}) for user in page["Users"]]
    assert len(listed) == 3
    assert len(iam.get_group(GroupName=group)["Users"]) == 3
    key = iam.create_access_key(UserName=users[0])["AccessKey"]
    iam.update_access_key(UserName=users[0], AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert iam.list_access_keys(UserName=users[0])["AccessKeyMetadata"][0]["Status"] == "Inactive"
    iam.delete_access_key(UserName=users[0], AccessKeyId=key["AccessKeyId"])
    iam.update_user(UserName=users[2], NewUserName=f"{users[2]}-new")
    iam.get_user(UserName=f"{users[2]}-new")
    for user in (users[0], users[1], f"{users[2]}-new"):
        iam.remove_user_from_group(GroupName=group, UserName=user)
        iam.delete_user(UserName=user)
    iam.delete_group(GroupName=group)
    run.fails("NoSuchEntity", iam.get_group, GroupName=group)


def test_instance_profile(run):
    iam = run.client("iam")
    name = f"profile_{run.names.uuid()}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    run.poll(3, iam.get_instance_profile, InstanceProfileName=name)
    iam.list_instance_profiles_for_role(RoleName=name)
    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=name)
    iam.delete_instance_profile(InstanceProfileName=name)
    iam.delete_role(RoleName=name)


def test_assume_role(run):
    iam, sts = run.client("iam"), run.client("sts")
    me = sts.get_caller_identity()
    name = f"assumed-{run.names.hex(8)}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
    for turn in range(2):
        got = sts.assume_role(
            RoleArn=f"arn:aws:iam::{me['Account']}:role/{name}", RoleSessionName=f"s-{run.names.epoch()}",
            DurationSeconds=900 + 900 * turn)
        assert name in got["AssumedRoleUser"]["Arn"] and got["Credentials"]["Expiration"]
    sts.get_session_token(DurationSeconds=1200)
    run.fails("Validation", sts.assume_role, RoleArn=f"arn:aws:iam::{me['Account']}:role/{name}",
              RoleSessionName="s" * 70)
    iam.delete_role(RoleName=name)


def test_threads(run):
    def worker():
        iam = run.client("iam")
        name = f"parallel-{run.names.hex(8)}"
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=permissions(name))
        iam.get_role_policy(RoleName=name, PolicyName="p")
        iam.delete_role_policy(RoleName=name, PolicyName="p")
        run.fails("NoSuchEntity", iam.get_role_policy, RoleName=name, PolicyName="p")
        iam.delete_role(RoleName=name)

    run.threads(worker, worker, worker)

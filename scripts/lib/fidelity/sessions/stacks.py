# SPDX-License-Identifier: Apache-2.0
"""CloudFormation (awsQuery): templates in a form, waiters, resources with names of their own."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def template(name, delay=0):
    return json.dumps({
        "AWSTemplateFormatVersion": "2010-09-09", "Description": f"stack of {name}",
        "Parameters": {"Stage": {"Type": "String", "Default": "test"}},
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"q-{name}", "DelaySeconds": delay}},
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"t-{name}"}}},
        "Outputs": {"Url": {"Value": {"Ref": "Queue"}}, "Stage": {"Value": {"Ref": "Stage"}}}})


def test_stack_life(run):
    cloud = run.client("cloudformation")
    name = f"tf-acc-stack-{run.names.digits()}"
    run.fails("ValidationError", cloud.describe_stacks, StackName=name)
    cloud.validate_template(TemplateBody=template(name))
    stack = cloud.create_stack(StackName=name, TemplateBody=template(name), ClientRequestToken=run.names.uuid(),
                               Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}],
                               Tags=[{"Key": "team", "Value": "core"}], Capabilities=["CAPABILITY_IAM"])["StackId"]
    run.wait(cloud, "stack_create_complete", StackName=name)
    run.fails("AlreadyExists", cloud.create_stack, StackName=name, TemplateBody=template(name))
    outputs = {item["OutputKey"]: item["OutputValue"] for item in cloud.describe_stacks(
        StackName=stack)["Stacks"][0]["Outputs"]}
    assert outputs["Stage"] == "prod" and name in outputs["Url"]
    cloud.describe_stack_resources(StackName=name)
    run.poll(4, cloud.describe_stacks, StackName=name)
    cloud.get_template(StackName=name)
    cloud.update_stack(StackName=name, TemplateBody=template(name, 5), Parameters=[
        {"ParameterKey": "Stage", "UsePreviousValue": True}])
    run.wait(cloud, "stack_update_complete", StackName=name)
    run.client("sqs").get_queue_attributes(QueueUrl=outputs["Url"], AttributeNames=["DelaySeconds"])
    cloud.list_stack_resources(StackName=name)
    cloud.delete_stack(StackName=name)
    run.wait(cloud, "stack_delete_complete", StackName=stack)
    run.fails("NonExistentQueue", run.client("sqs").get_queue_url, QueueName=f"q-{name}")


def test_change_sets(run):
    cloud = run.client("cloudformation")
    name = f"changes-{run.names.hex(8)}"
    change = f"change-{run.names.epoch()}"
    cloud.create_change_set(StackName=name, ChangeSetName=change, ChangeSetType="CREATE", TemplateBody=template(name))
    run.wait(cloud, "change_set_create_complete", StackName=name, ChangeSetName=change)
    cloud.describe_change_set(StackName=name, ChangeSetName=change)
    cloud.execute_change_set(StackName=name, ChangeSetName=change)
    run.wait(cloud, "stack_create_complete", StackName=name)
    cloud.list_change_sets(StackName=name)
    cloud.delete_stack(StackName=name)


def test_many(run):
    cloud = run.client("cloudformation", region="eu-north-1")
    names = [f"many-{letter}-{run.names.word()}" for letter in "abc"]
    for name in names:
        cloud.create_stack(StackName=name, TemplateBody=template(name))
    found = [item["StackName"] for page in cloud.get_paginator("list_stacks").paginate(
        StackStatusFilter=["CREATE_COMPLETE"]) for item in page["StackSummaries"]]
    assert set(names) <= set(found)
    cloud.delete_stack(StackName=names[1])
    cloud.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])
    cloud.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])
    for name in names[::2]:
        cloud.delete_stack(StackName=name)


def test_threads(run):
    def worker():
        cloud = run.client("cloudformation")
        name = f"parallel-{run.names.hex(8)}"
        cloud.create_stack(StackName=name, TemplateBody=template(name))
        run.wait(cloud, "stack_create_complete", StackName=name)
        cloud.describe_stack_resources(StackName=name)
        cloud.delete_stack(StackName=name)

    run.threads(worker, worker, worker)

# SPDX-License-Identifier: Apache-2.0
"""Lambda: restJson1, zip archives in base64. Functions are not invoked: moto would need containers for it."""

import io
import json
import zipfile

UPSTREAM, TRANSITIONS = "moto", {}


def archive(text):
    """A zip of one file, the same bytes for the same text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        made = zipfile.ZipInfo("index.py", (2024, 1, 1, 0, 0, 0))
        file.writestr(made, f"def handler(event, context):\n    return {text!r}\n")
    return packed.getvalue()


def make_role(run, name):
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    made = run.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return made["Role"]["Arn"]


def make_function(client, name, role, text, **more):
    return client.create_function(
        FunctionName=name, Runtime="python3.12", Role=role, Handler="index.handler", Code={"ZipFile": archive(text)},
        **more)


def test_function_life(run):
    client = run.client("lambda")
    name = f"tf-acc-fn-{run.names.digits()}"
    role = make_role(run, f"role-{name}")
    run.fails("ResourceNotFound", client.get_function, FunctionName=name)
    arn = make_function(
        client, name, role, "one", Timeout=15, MemorySize=256, Description="of a test", Tags={"team": "core"},
        Environment={"Variables": {"STAGE": "test", "TABLE": name}})["FunctionArn"]
    run.wait(client, "function_active_v2", FunctionName=name)
    run.fails("ResourceConflict", client.create_function, FunctionName=name, Runtime="python3.12", Role=role,
              Handler="index.handler", Code={"ZipFile": archive("one")})
    run.poll(3, client.get_function_configuration, FunctionName=name)
    client.update_function_configuration(FunctionName=name, Timeout=30, Environment={"Variables": {"STAGE": "live"}})
    assert client.get_function_configuration(FunctionName=name)["Timeout"] == 30
    client.update_function_code(FunctionName=name, ZipFile=archive(f"two of {name}"))
    client.get_function(FunctionName=name)
    client.tag_resource(Resource=arn, Tags={"run": name})
    assert client.list_tags(Resource=arn)["Tags"]["run"] == name
    client.untag_resource(Resource=arn, TagKeys=["team"])
    client.list_tags(Resource=arn)
    client.add_permission(FunctionName=name, StatementId="events", Action="lambda:InvokeFunction",
                          Principal="events.amazonaws.com")
    assert "events" in client.get_policy(FunctionName=name)["Policy"]
    client.remove_permission(FunctionName=name, StatementId="events")
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=3)
    client.get_function_concurrency(FunctionName=name)
    client.delete_function_concurrency(FunctionName=name)
    client.delete_function(FunctionName=name)
    run.fails("ResourceNotFound", client.get_function, FunctionName=name)


def test_versions_and_aliases(run):
    client = run.client("lambda")
    name = f"versions-{run.names.hex(8)}"
    make_function(client, name, make_role(run, f"r-{name}"), "v1", Publish=True)
    client.update_function_code(FunctionName=name, ZipFile=archive("v2"), Publish=True)
    pages = client.get_paginator("list_versions_by_function").paginate(
        FunctionName=name, PaginationConfig={"PageSize": 1})
    assert sum(len(page["Versions"]) for page in pages) >= 2
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    client.update_alias(FunctionName=name, Name="live", FunctionVersion="2", Description="moved")
    assert client.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == "2"
    client.delete_alias(FunctionName=name, Name="live")
    run.fails("ResourceNotFound", client.get_alias, FunctionName=name, Name="live")
    client.create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    client.get_function_url_config(FunctionName=name)
    client.delete_function(FunctionName=name)


def test_layers_and_mappings(run):
    client, sqs = run.client("lambda"), run.client("sqs")
    layer = f"layer-{run.names.word()}"
    for turn in range(2):
        client.publish_layer_version(LayerName=layer, Content={"ZipFile": archive(f"layer {turn}")},
                                     CompatibleRuntimes=["python3.12"], LicenseInfo="MIT")
    client.list_layer_versions(LayerName=layer)
    client.delete_layer_version(LayerName=layer, VersionNumber=1)
    client.list_layer_versions(LayerName=layer)
    name = f"mapped-{run.names.hex(6)}"
    make_function(client, name, make_role(run, f"mapped-{run.names.epoch()}"), "mapped")
    url = sqs.create_queue(QueueName=f"source-{run.names.uuid()}")["QueueUrl"]
    source = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping = client.create_event_source_mapping(EventSourceArn=source, FunctionName=name, BatchSize=5)["UUID"]
    run.poll(2, client.get_event_source_mapping, UUID=mapping)
    client.update_event_source_mapping(UUID=mapping, Enabled=False, BatchSize=7)
    assert client.get_event_source_mapping(UUID=mapping)["BatchSize"] == 7
    client.delete_event_source_mapping(UUID=mapping)
    client.delete_function(FunctionName=name)

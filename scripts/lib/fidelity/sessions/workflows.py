# SPDX-License-Identifier: Apache-2.0
"""Step Functions, EventBridge and CloudWatch Logs: awsJson, definitions and patterns in JSON strings."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def definition(message):
    return json.dumps({"Comment": "of a test", "StartAt": "Say", "States": {
        "Say": {"Type": "Pass", "Result": message, "Next": "Done"}, "Done": {"Type": "Succeed"}}})


def make_role(run, name):
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    made = run.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return made["Role"]["Arn"]


def test_state_machines(run):
    steps = run.client("stepfunctions")
    suffix = run.names.hex(8)
    role = make_role(run, f"steps-{suffix}")
    arn = steps.create_state_machine(name=f"machine-{suffix}", definition=definition("hello"), roleArn=role,
                                     tags=[{"key": "team", "value": "core"}])["stateMachineArn"]
    steps.describe_state_machine(stateMachineArn=arn)
    steps.update_state_machine(stateMachineArn=arn, definition=definition("good day"))
    assert "good day" in steps.describe_state_machine(stateMachineArn=arn)["definition"]
    runs = [steps.start_execution(stateMachineArn=arn, name=f"run-{run.names.uuid()}",
                                  input=json.dumps({"order": run.names.hex(6), "n": number}))["executionArn"]
            for number in range(3)]
    run.poll(3, steps.describe_execution, executionArn=runs[0])
    pages = steps.get_paginator("list_executions").paginate(stateMachineArn=arn, PaginationConfig={"PageSize": 2})
    assert sum(len(page["executions"]) for page in pages) == 3
    steps.stop_execution(executionArn=runs[1], error="Tested", cause="enough")
    steps.describe_execution(executionArn=runs[1])
    steps.tag_resource(resourceArn=arn, tags=[{"key": "run", "value": suffix}])
    steps.list_tags_for_resource(resourceArn=arn)
    run.fails("InvalidName", steps.create_state_machine, name="no <name>", definition=definition("x"), roleArn=role)
    steps.delete_state_machine(stateMachineArn=arn)
    run.fails("StateMachineDoesNotExist", steps.describe_state_machine, stateMachineArn=arn)


def test_rules(run):
    events = run.client("events")
    bus = f"bus-{run.names.word()}"
    events.create_event_bus(Name=bus)
    pattern = {"source": ["app.orders"], "detail": {"state": ["paid", "open"]}}
    names = [f"rule-{number}-{run.names.hex(6)}" for number in range(3)]
    for name in names:
        events.put_rule(
            Name=name, EventBusName=bus, EventPattern=json.dumps(pattern), State="ENABLED", Description="rule")
    sqs = run.client("sqs")
    url = sqs.create_queue(QueueName=names[0])["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_targets(Rule=names[0], EventBusName=bus, Targets=[
        {"Id": "queue", "Arn": queue, "Input": json.dumps({"rule": names[0]})}])
    assert len(events.list_targets_by_rule(Rule=names[0], EventBusName=bus)["Targets"]) == 1
    run.fails("ResourceNotFound", events.describe_rule, Name=f"none-{bus}", EventBusName=bus)
    events.disable_rule(Name=names[1], EventBusName=bus)
    assert events.describe_rule(Name=names[1], EventBusName=bus)["State"] == "DISABLED"
    events.enable_rule(Name=names[1], EventBusName=bus)
    run.poll(3, events.describe_rule, Name=names[1], EventBusName=bus)
    token, found = {}, 0
    while True:
        page = events.list_rules(EventBusName=bus, Limit=2, **token)
        found += len(page["Rules"])
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == 3
    events.put_events(Entries=[{"Source": "app.orders", "DetailType": "order", "EventBusName": bus,
                                "Detail": json.dumps({"id": run.names.uuid(), "state": "paid"})}])
    assert sqs.receive_message(QueueUrl=url)["Messages"]
    sqs.delete_queue(QueueUrl=url)
    events.remove_targets(Rule=names[0], EventBusName=bus, Ids=["queue"])
    for name in names:
        events.delete_rule(Name=name, EventBusName=bus)
    events.list_rules(EventBusName=bus)
    events.delete_event_bus(Name=bus)
    run.fails("ResourceNotFound", events.describe_event_bus, Name=bus)


def test_logs(run):
    logs = run.client("logs")
    group = f"/app/{run.names.uuid()}"
    logs.create_log_group(logGroupName=group, tags={"team": "core"})
    run.fails("ResourceAlreadyExists", logs.create_log_group, logGroupName=group)
    logs.put_retention_policy(logGroupName=group, retentionInDays=14)
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 14
    streams = [f"stream-{letter}-{run.names.hex(6)}" for letter in "abc"]
    for stream in streams:
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    for _ in range(2):
        message = json.dumps({"level": "info", "request": run.names.hex(8)})
        logs.put_log_events(logGroupName=group, logStreamName=streams[0], logEvents=[
            {"timestamp": int(run.names.millis()), "message": message}])
    got = logs.get_log_events(logGroupName=group, logStreamName=streams[0], startFromHead=True)["events"]
    assert len(got) == 2
    logs.filter_log_events(logGroupName=group, filterPattern="info", logStreamNames=streams[:1])
    pages = logs.get_paginator("describe_log_streams").paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    assert sum(len(page["logStreams"]) for page in pages) == 3
    logs.put_metric_filter(logGroupName=group, filterName="errors", filterPattern="ERROR", metricTransformations=[
        {"metricName": "errors", "metricNamespace": "app", "metricValue": "1"}])
    logs.describe_metric_filters(logGroupName=group)
    logs.delete_log_stream(logGroupName=group, logStreamName=streams[2])
    run.fails("ResourceNotFound", logs.get_log_events, logGroupName=group, logStreamName=streams[2])
    logs.delete_log_group(logGroupName=group)
    logs.describe_log_groups(logGroupNamePrefix=group)


def test_threads(run):
    def worker():
        events, logs = run.client("events"), run.client("logs")
        name = f"parallel-{run.names.hex(8)}"
        logs.create_log_group(logGroupName=f"/{name}")
        events.put_rule(Name=name, ScheduleExpression="rate(5 minutes)")
        events.describe_rule(Name=name)
        logs.put_retention_policy(logGroupName=f"/{name}", retentionInDays=7)
        logs.describe_log_groups(logGroupNamePrefix=f"/{name}")
        events.delete_rule(Name=name)
        run.fails("ResourceNotFound", events.describe_rule, Name=name)
        logs.delete_log_group(logGroupName=f"/{name}")

    run.threads(worker, worker, worker)

# SPDX-License-Identifier: Apache-2.0
"""SQS: awsJson 1.0 (from botocore), URLs with names in them, messages with JSON inside."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def test_queue_life(run):
    sqs = run.client("sqs")
    name = f"orders-{run.names.hex(8)}"
    run.fails("NonExistentQueue", sqs.get_queue_url, QueueName=name)
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30", "DelaySeconds": "0"},
                           tags={"team": "core"})["QueueUrl"]
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30", "DelaySeconds": "0"})
    asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn", "VisibilityTimeout"])
    arn = asked["Attributes"]["QueueArn"]
    policy = {"Version": "2012-10-17", "Statement": [{
        "Sid": "publish", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sqs:SendMessage", "Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy), "VisibilityTimeout": "45"})
    got = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy", "VisibilityTimeout"])["Attributes"]
    assert json.loads(got["Policy"]) == policy and got["VisibilityTimeout"] == "45"
    sqs.tag_queue(QueueUrl=url, Tags={"stage": "test", "run": name})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"]["run"] == name
    sqs.untag_queue(QueueUrl=url, TagKeys=["team"])
    sqs.list_queue_tags(QueueUrl=url)
    run.fails("InvalidAttribute", sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["Nothing"])
    sqs.delete_queue(QueueUrl=url)
    run.fails("NonExistentQueue", sqs.get_queue_attributes, QueueUrl=url)


def test_messages(run):
    sqs = run.client("sqs")
    url = sqs.create_queue(QueueName=f"jobs-{run.names.digits(12)}")["QueueUrl"]
    run.poll(2, sqs.receive_message, QueueUrl=url)
    for number in range(3):
        sqs.send_message(
            QueueUrl=url, MessageBody=json.dumps({"order": run.names.uuid(), "number": number, "state": "new"}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "order"}})
    for number in range(3):
        message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
        assert json.loads(message["Body"])["number"] == number
        if number == 1:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=60)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sent = sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": f"e{number}", "MessageBody": f"entry {number} of {run.names.hex(6)}"} for number in range(4)])
    assert len(sent["Successful"]) == 4
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    sqs.delete_message_batch(QueueUrl=url, Entries=[
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(got)])
    run.poll(3, sqs.get_queue_attributes, QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    sqs.purge_queue(QueueUrl=url)
    sqs.delete_queue(QueueUrl=url)


def test_fifo_and_lists(run):
    sqs = run.client("sqs", region="eu-west-1")
    prefix = f"fifo-{run.names.word(6)}"
    urls = [sqs.create_queue(
        QueueName=f"{prefix}-{letter}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"] for letter in "abc"]
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2})
    assert sum(len(page["QueueUrls"]) for page in pages) == 3
    token = run.names.uuid()
    first = sqs.send_message(QueueUrl=urls[0], MessageBody="once", MessageGroupId="g", MessageDeduplicationId=token)
    again = sqs.send_message(QueueUrl=urls[0], MessageBody="once", MessageGroupId="g", MessageDeduplicationId=token)
    assert first["SequenceNumber"] and again["MessageId"]
    run.fails("MissingParameter", sqs.send_message, QueueUrl=urls[0], MessageBody="no group")
    arn = sqs.get_queue_attributes(QueueUrl=urls[1], AttributeNames=["All"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=urls[0], Attributes={
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})})
    sqs.list_dead_letter_source_queues(QueueUrl=urls[1])
    for url in urls:
        sqs.delete_queue(QueueUrl=url)
    sqs.list_queues(QueueNamePrefix=prefix)


def test_threads(run):
    def worker():
        sqs = run.client("sqs")
        name = f"parallel-{run.names.uuid()}"
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        for turn in range(3):
            sqs.send_message(QueueUrl=url, MessageBody=f"{name} {turn}")
            message = sqs.receive_message(QueueUrl=url)["Messages"][0]
            assert message["Body"].endswith(str(turn))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        sqs.delete_queue(QueueUrl=url)

    run.threads(worker, worker, worker, worker)

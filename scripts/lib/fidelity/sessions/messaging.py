# SPDX-License-Identifier: Apache-2.0
"""SNS (awsQuery) and what it delivers to SQS: JSON in JSON."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def test_topic_life(run):
    sns = run.client("sns")
    name = f"alerts-{run.names.uuid()}"
    tags = [{"Key": "team", "Value": "core"}]
    arn = sns.create_topic(Name=name, Attributes={"DisplayName": "alerts"}, Tags=tags)["TopicArn"]
    assert sns.create_topic(Name=name, Tags=tags)["TopicArn"] == arn
    policy = {"Version": "2012-10-17", "Statement": [{
        "Sid": "pub", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sns:Publish", "Resource": arn}]}
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=json.dumps(policy))
    assert json.loads(sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]) == policy
    sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="louder")
    run.poll(3, sns.get_topic_attributes, TopicArn=arn)
    sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "run", "Value": name}])
    sns.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "run", "Value": name}]
    sns.subscribe(TopicArn=arn, Protocol="email", Endpoint=f"{run.names.word()}@example.com")
    sns.list_subscriptions_by_topic(TopicArn=arn)
    run.fails("InvalidParameter", sns.subscribe, TopicArn=arn, Protocol="sms", Endpoint="no number")
    sns.delete_topic(TopicArn=arn)
    run.fails("NotFound", sns.get_topic_attributes, TopicArn=arn)


def test_fan_out(run):
    sns, sqs = run.client("sns"), run.client("sqs")
    suffix = run.names.hex(8)
    topic = sns.create_topic(Name=f"orders-{suffix}")["TopicArn"]
    subscriptions, urls = [], []
    for letter in "ab":
        url = sqs.create_queue(QueueName=f"orders-{letter}-{suffix}")["QueueUrl"]
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        subscriptions.append(sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=queue, ReturnSubscriptionArn=True)["SubscriptionArn"])
        urls.append(url)
    sns.set_subscription_attributes(
        SubscriptionArn=subscriptions[0], AttributeName="FilterPolicy", AttributeValue=json.dumps({"kind": ["paid"]}))
    sns.get_subscription_attributes(SubscriptionArn=subscriptions[0])
    order = run.names.uuid()
    for kind in ("paid", "open"):
        sns.publish(TopicArn=topic, Subject=kind, Message=json.dumps({"order": order, "kind": kind}),
                    MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}})
    sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
        {"Id": str(number), "Message": f"batch {number} of {order}"} for number in range(3)])
    for url in urls:
        got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"][0]
        assert order in json.loads(got["Body"])["Message"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"])
    for arn in subscriptions:
        sns.unsubscribe(SubscriptionArn=arn)
    assert not sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    for url in urls:
        sqs.delete_queue(QueueUrl=url)
    sns.delete_topic(TopicArn=topic)


def test_pages(run):
    sns = run.client("sns", region="us-west-2")
    arns = [sns.create_topic(Name=f"page-{run.names.hex(6)}-{number:03}")["TopicArn"] for number in range(5)]
    found = [topic["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for topic in page["Topics"]]
    assert set(arns) <= set(found)
    for arn in arns:
        sns.delete_topic(TopicArn=arn)
    sns.list_topics()


def test_threads(run):
    def worker():
        sns, sqs = run.client("sns"), run.client("sqs")
        name = f"parallel-{run.names.word(12)}"
        topic = sns.create_topic(Name=name)["TopicArn"]
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
        for turn in range(2):
            sns.publish(TopicArn=topic, Message=f"{turn} {run.names.hex(8)}")
            got = sqs.receive_message(QueueUrl=url)["Messages"][0]
            assert json.loads(got["Body"])["Message"].startswith(str(turn))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"])
        sns.unsubscribe(SubscriptionArn=arn)
        sns.delete_topic(TopicArn=topic)
        sqs.delete_queue(QueueUrl=url)

    run.threads(worker, worker, worker)

# SPDX-License-Identifier: Apache-2.0
"""CloudWatch in two protocols: awsJson, which botocore picks, and rpcv2Cbor, which other SDKs pick, by botocore's own
code for it; big requests are compressed in both."""

import datetime

UPSTREAM, TRANSITIONS = "moto", {}
CBOR = "smithy-rpc-v2-cbor"
START = datetime.datetime(2026, 1, 5, 12, 0, tzinfo=datetime.timezone.utc)


def alarm(name, space, threshold):
    return {"AlarmName": name, "MetricName": "latency", "Namespace": space, "Statistic": "Average", "Period": 60,
            "EvaluationPeriods": 2, "Threshold": threshold, "ComparisonOperator": "GreaterThanThreshold",
            "Tags": [{"Key": "team", "Value": "core"}]}


def work(run, client):
    space = f"app/{run.names.hex(8)}"
    for turn in range(3):
        client.put_metric_data(Namespace=space, MetricData=[{
            "MetricName": "latency", "Value": 10.5 * turn, "Unit": "Milliseconds",
            "Timestamp": START + datetime.timedelta(minutes=turn), "Dimensions": [{"Name": "host", "Value": space}]}])
    client.list_metrics(Namespace=space)
    client.get_metric_statistics(
        Namespace=space, MetricName="latency", Dimensions=[{"Name": "host", "Value": space}], Period=60,
        StartTime=START, EndTime=START + datetime.timedelta(hours=1), Statistics=["Average", "Maximum"])
    names = [f"alarm-{letter}-{run.names.word()}" for letter in "abc"]
    for number, name in enumerate(names):
        client.put_metric_alarm(**alarm(name, space, 50.0 + number))
    found = client.describe_alarms(AlarmNames=names[:1])["MetricAlarms"]
    assert found[0]["Threshold"] == 50.0
    client.set_alarm_state(AlarmName=names[1], StateValue="ALARM", StateReason="of a test")
    run.poll(3, client.describe_alarms, AlarmNames=[names[1]])
    client.describe_alarms(StateValue="ALARM")
    client.delete_alarms(AlarmNames=names)
    assert not client.describe_alarms(AlarmNames=names)["MetricAlarms"]
    board = f"board-{run.names.epoch()}"
    client.put_dashboard(DashboardName=board, DashboardBody='{"widgets": []}')
    client.get_dashboard(DashboardName=board)
    client.delete_dashboards(DashboardNames=[board])
    run.fails("ResourceNotFound", client.get_dashboard, DashboardName=board)


def test_in_json(run):
    work(run, run.client("cloudwatch"))


def test_in_cbor(run):
    work(run, run.client("cloudwatch", protocol=CBOR))


def test_big_requests(run):
    space = f"big/{run.names.uuid()}"
    for protocol in (None, CBOR):
        client = run.client("cloudwatch", protocol=protocol)
        # Over 10 KB: botocore compresses it.
        client.put_metric_data(Namespace=space, MetricData=[{
            "MetricName": f"m{number:03}", "Value": float(number), "Unit": "Count", "Timestamp": START,
            "Dimensions": [{"Name": "host", "Value": f"{space}-{number % 3}"}]} for number in range(150)])
    client.list_metrics(Namespace=space, MetricName="m001")


def test_threads(run):
    def worker(protocol):
        def body():
            client = run.client("cloudwatch", protocol=protocol)
            name = f"parallel-{run.names.hex(8)}"
            client.put_metric_alarm(**alarm(name, "parallel", 1.0))
            client.describe_alarms(AlarmNames=[name])
            client.set_alarm_state(AlarmName=name, StateValue="OK", StateReason=name)
            client.describe_alarms(AlarmNames=[name])
            client.delete_alarms(AlarmNames=[name])
        return body

    run.threads(worker(None), worker(CBOR), worker(CBOR))

# SPDX-License-Identifier: Apache-2.0
"""Kinesis and Glue (awsJson 1.1): records in base64, iterators, runs that end while they are polled."""

import json

UPSTREAM, TRANSITIONS = "moto", {"glue::job_run": 3}


def test_streams(run):
    kinesis = run.client("kinesis")
    name = f"tf-acc-stream-{run.names.digits()}"
    run.fails("ResourceNotFound", kinesis.describe_stream_summary, StreamName=name)
    kinesis.create_stream(StreamName=name, ShardCount=2)
    run.wait(kinesis, "stream_exists", StreamName=name)
    run.fails("ResourceInUse", kinesis.create_stream, StreamName=name, ShardCount=2)
    for turn in range(3):
        kinesis.put_record(StreamName=name, PartitionKey="one", Data=json.dumps(
            {"id": run.names.uuid(), "turn": turn}).encode())
    sent = kinesis.put_records(StreamName=name, Records=[
        {"PartitionKey": "one", "Data": f"{number} {run.names.hex(6)}".encode()} for number in range(4)])
    shard = sent["Records"][0]["ShardId"]
    start = kinesis.get_shard_iterator(
        StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    got = kinesis.get_records(ShardIterator=start, Limit=5)
    assert json.loads(got["Records"][0]["Data"])["turn"] == 0
    kinesis.get_records(ShardIterator=got["NextShardIterator"], Limit=5)
    kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=48)
    kinesis.add_tags_to_stream(StreamName=name, Tags={"team": "core", "run": name})
    kinesis.list_tags_for_stream(StreamName=name)
    run.poll(3, kinesis.describe_stream_summary, StreamName=name)
    kinesis.list_shards(StreamName=name, MaxResults=1)
    kinesis.delete_stream(StreamName=name)
    run.fails("ResourceNotFound", kinesis.describe_stream, StreamName=name)


def test_catalog(run):
    glue = run.client("glue")
    base = f"db_{run.names.hex(8)}"
    glue.create_database(DatabaseInput={"Name": base, "Description": "of a test"})
    run.fails("AlreadyExists", glue.create_database, DatabaseInput={"Name": base})
    tables = [f"t{number}_{run.names.word()}" for number in range(3)]
    for table in tables:
        glue.create_table(DatabaseName=base, TableInput={
            "Name": table, "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
                "Columns": [{"Name": "id", "Type": "string"}, {"Name": "total", "Type": "double"}],
                "Location": f"s3://{base}/{table}"}})
    glue.get_tables(DatabaseName=base)
    glue.update_table(DatabaseName=base, TableInput={
        "Name": tables[0], "Description": "changed",
        "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}]}})
    assert glue.get_table(DatabaseName=base, Name=tables[0])["Table"]["Description"] == "changed"
    for year in ("2023", "2024"):
        glue.create_partition(DatabaseName=base, TableName=tables[1], PartitionInput={
            "Values": [year], "StorageDescriptor": {"Location": f"s3://{base}/{year}"}})
    glue.get_partitions(DatabaseName=base, TableName=tables[1])
    glue.delete_partition(DatabaseName=base, TableName=tables[1], PartitionValues=["2023"])
    run.fails("EntityNotFound", glue.get_partition, DatabaseName=base, TableName=tables[1], PartitionValues=["2023"])
    glue.batch_delete_table(DatabaseName=base, TablesToDelete=tables)
    glue.delete_database(Name=base)
    run.fails("EntityNotFound", glue.get_database, Name=base)


def test_jobs(run):
    glue = run.client("glue")
    names = [f"job-{number}-{run.names.uuid()}" for number in range(3)]
    for name in names:
        glue.create_job(Name=name, Role="arn:aws:iam::123456789012:role/glue", GlueVersion="4.0", Tags={"team": "core"},
                        Command={"Name": "glueetl", "ScriptLocation": f"s3://scripts/{name}.py"})
    started = glue.start_job_run(JobName=names[0], Arguments={"--day": run.names.epoch()})["JobRunId"]
    run.poll(6, glue.get_job_run, JobName=names[0], RunId=started)
    found = [item for page in glue.get_paginator("get_jobs").paginate(PaginationConfig={"PageSize": 2})
             for item in page["Jobs"]]
    assert len(found) == 3
    for name in names:
        glue.delete_job(JobName=name)
    run.fails("EntityNotFound", glue.get_job, JobName=names[0])


def test_threads(run):
    def worker():
        kinesis = run.client("kinesis")
        name = f"parallel-{run.names.hex(8)}"
        kinesis.create_stream(StreamName=name, ShardCount=1)
        shard = kinesis.put_record(StreamName=name, PartitionKey="k", Data=name.encode())["ShardId"]
        start = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        assert kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"][0]["Data"] == name.encode()
        kinesis.delete_stream(StreamName=name)

    run.threads(worker, worker, worker)

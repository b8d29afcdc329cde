# SPDX-License-Identifier: Apache-2.0
"""DynamoDB: awsJson 1.0, integrity by x-amz-crc32."""

UPSTREAM, TRANSITIONS = "moto", {}


def make_table(db, name):
    return db.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
        Tags=[{"Key": "team", "Value": "core"}, {"Key": "run", "Value": name}])["TableDescription"]


def test_table_life(run):
    db = run.client("dynamodb")
    name = f"tf-acc-test-{run.names.digits()}"
    run.fails("ResourceNotFound", db.describe_table, TableName=name)
    arn = make_table(db, name)["TableArn"]
    run.wait(db, "table_exists", TableName=name)
    run.fails("ResourceInUse", db.create_table, TableName=name, BillingMode="PAY_PER_REQUEST",
              KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
              AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    run.poll(3, db.describe_table, TableName=name)
    db.tag_resource(ResourceArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
    assert len(db.list_tags_of_resource(ResourceArn=arn)["Tags"]) == 3
    db.untag_resource(ResourceArn=arn, TagKeys=["team"])
    db.list_tags_of_resource(ResourceArn=arn)
    db.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    db.describe_time_to_live(TableName=name)
    db.update_table(TableName=name, BillingMode="PROVISIONED", ProvisionedThroughput={
        "ReadCapacityUnits": 5, "WriteCapacityUnits": 7})
    table = db.describe_table(TableName=name)["Table"]
    assert table["ProvisionedThroughput"]["WriteCapacityUnits"] == 7
    db.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    db.describe_continuous_backups(TableName=name)
    db.delete_table(TableName=name)
    run.wait(db, "table_not_exists", TableName=name)


def test_items(run):
    db = run.client("dynamodb")
    name = f"items-{run.names.hex(6)}"
    make_table(db, name)
    customers = [f"customer#{run.names.uuid()}" for _ in range(3)]
    for number, customer in enumerate(customers):
        for turn in range(3):
            db.put_item(TableName=name, Item={
                "pk": {"S": customer}, "sk": {"N": str(turn)}, "total": {"N": f"{number}.{turn}0"},
                "open": {"BOOL": turn == 1}, "blob": {"B": f"receipt of {customer}".encode()},
                "lines": {"L": [{"M": {"sku": {"S": "lamp"}, "count": {"N": str(turn + 1)}}}]}})
    got = db.get_item(TableName=name, Key={"pk": {"S": customers[1]}, "sk": {"N": "2"}}, ConsistentRead=True)
    assert got["Item"]["total"]["N"] == "1.20"
    db.get_item(TableName=name, Key={"pk": {"S": customers[0]}, "sk": {"N": "9"}})
    asked = {"TableName": name, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {
        ":p": {"S": customers[0]}}}
    assert db.query(**asked)["Count"] == 3
    assert db.query(**asked, ScanIndexForward=False, Limit=1)["Items"][0]["sk"]["N"] == "2"
    run.fails("ConditionalCheckFailed", db.put_item, TableName=name, ConditionExpression="attribute_not_exists(pk)",
              Item={"pk": {"S": customers[0]}, "sk": {"N": "0"}})
    db.update_item(
        TableName=name, Key={"pk": {"S": customers[0]}, "sk": {"N": "1"}}, ReturnValues="ALL_NEW",
        UpdateExpression="SET subtotal = :d, #s = :s", ExpressionAttributeNames={"#s": "state"},
        ExpressionAttributeValues={":d": {"N": "5"}, ":s": {"S": "paid"}})
    db.query(**asked)
    db.transact_write_items(TransactItems=[
        {"Put": {"TableName": name, "Item": {"pk": {"S": customers[2]}, "sk": {"N": "7"}}}},
        {"Delete": {"TableName": name, "Key": {"pk": {"S": customers[2]}, "sk": {"N": "0"}}}}])
    found = [item for page in db.get_paginator("query").paginate(
        TableName=name, KeyConditionExpression="pk = :p", PaginationConfig={"PageSize": 1},
        ExpressionAttributeValues={":p": {"S": customers[2]}}) for item in page["Items"]]
    assert len(found) == 3
    db.delete_item(TableName=name, Key={"pk": {"S": customers[0]}, "sk": {"N": "0"}}, ReturnValues="ALL_OLD")
    run.fails("ValidationException", db.query, TableName=name, KeyConditionExpression="nothing = :p",
              ExpressionAttributeValues={":p": {"S": "x"}})
    db.delete_table(TableName=name)


def test_batches_and_lists(run):
    db = run.client("dynamodb")
    # A list is in the order of names, which is to be the same each time.
    names = [f"batch-{letter}-{run.names.word()}" for letter in "abc"]
    for name in names:
        make_table(db, name)
    listed = [name for page in db.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2})
              for name in page["TableNames"]]
    assert set(names) <= set(listed)
    keys = [run.names.hex(8) for _ in range(4)]
    items = [{"pk": {"S": key}, "sk": {"N": "1"}, "at": {"S": run.names.epoch()}} for key in keys]
    db.batch_write_item(RequestItems={names[0]: [{"PutRequest": {"Item": item}} for item in items]})
    got = db.batch_get_item(RequestItems={names[0]: {"Keys": [
        {"pk": {"S": key}, "sk": {"N": "1"}} for key in keys[:2]]}})
    assert len(got["Responses"][names[0]]) == 2
    # A scan is in the order of the keys' hashes, another for each name: of what is asked, one item is found.
    db.scan(TableName=names[0], FilterExpression="pk = :p", ExpressionAttributeValues={":p": {"S": keys[3]}})
    db.scan(TableName=names[1])
    for name in names:
        db.delete_table(TableName=name)


def test_threads(run):
    def worker():
        db = run.client("dynamodb")
        name = f"parallel-{run.names.hex(8)}"
        make_table(db, name)
        for turn in range(4):
            key = {"pk": {"S": run.names.uuid()}, "sk": {"N": str(turn)}}
            db.put_item(TableName=name, Item={**key, "n": {"N": "1"}})
            db.update_item(TableName=name, Key=key, UpdateExpression="ADD n :one", ReturnValues="UPDATED_NEW",
                           ExpressionAttributeValues={":one": {"N": str(turn)}})
            db.get_item(TableName=name, Key=key)
        assert db.scan(TableName=name, FilterExpression="sk = :n",
                       ExpressionAttributeValues={":n": {"N": "2"}})["Count"] == 1
        db.delete_table(TableName=name)
        run.fails("ResourceNotFound", db.describe_table, TableName=name)

    run.threads(worker, worker, worker)

// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// awsJson 1.0: tables and items, whose attributes are maps with keys of the user's.
enum DynamoDBSession {
  static func tape(_ world: World) -> Tape {
    let labels = ["orders", "users", "events"]
    return Tape(
      world: world,
      phases: [
        labels.map { table($0, world) },
        labels.map { items($0, world) } + [[list(world)], [list(world)]],
        ["orders", "users"].map { [refused($0, world)] },
      ])
  }

  private static func described(_ label: String, _ world: World) -> String {
    let name = world.name(label)
    return #"{"TableName":"\#(name)","TableArn":"\#(world.arn("dynamodb", "table/\(name)"))","#
      + #""TableId":"\#(world.uuid(label))","TableStatus":"\#(label == "events" ? "UPDATING" : "ACTIVE")","#
      + #""CreationDateTime":\#(world.epoch(label)),"ItemCount":\#(label.utf8.count),"TableSizeBytes":0,"#
      + #""DeletionProtectionEnabled":false,"#
      + #""KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],"#
      + #""ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":5,"WriteCapacityUnits":5}}"#
  }

  private static func table(_ label: String, _ world: World) -> [Call] {
    let name = world.name(label)
    return [
      call(
        world, "CreateTable",
        #"{"TableName":"\#(name)","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"#
          + #""AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}"#,
        #"{"TableDescription":{"TableName":"\#(name)","TableId":"\#(world.uuid(label))","TableStatus":"CREATING"}}"#),
      call(
        world, "DescribeTable", #"{"TableName":"\#(name)"}"#, #"{"Table":\#(described(label, world))}"#),
    ]
  }

  private static func item(_ label: String, _ world: World) -> String {
    #"{"id":{"S":"\#(world.uuid("item \(label)"))"},"total":{"N":"\#(label.utf8.count * 3)"},"paid":{"BOOL":true},"#
      + #""address":{"M":{"city":{"S":"Turin"},"zip":{"N":"10121"}}},"#
      + #""lines":{"L":[{"M":{"sku":{"S":"\#(world.hex(label, 12))"},"count":{"N":"2"}}}]}}"#
  }

  private static func items(_ label: String, _ world: World) -> [Call] {
    let name = world.name(label)
    let key = #"{"id":{"S":"\#(world.uuid("item \(label)"))"}}"#
    return [
      call(world, "PutItem", #"{"TableName":"\#(name)","Item":\#(item(label, world))}"#, "{}"),
      call(
        world, "GetItem", #"{"TableName":"\#(name)","Key":\#(key)}"#, #"{"Item":\#(item(label, world))}"#),
      call(
        world, "Query",
        #"{"TableName":"\#(name)","KeyConditionExpression":"id = :id","#
          + #""ExpressionAttributeValues":{":id":{"S":"\#(world.uuid("item \(label)"))"}}}"#,
        #"{"Items":[\#(item(label, world))],"Count":1,"ScannedCount":1}"#),
    ]
  }

  private static func list(_ world: World) -> Call {
    let names = ["orders", "users", "events"].map { #""\#(world.name($0))""# }.sorted()
    return call(world, "ListTables", "{}", #"{"TableNames":[\#(names.joined(separator: ","))]}"#)
  }

  private static func refused(_ label: String, _ world: World) -> Call {
    var call = call(
      world, "PutItem",
      #"{"TableName":"\#(world.name(label))","Item":\#(item(label, world)),"#
        + #""ConditionExpression":"attribute_not_exists(id)"}"#,
      #"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","#
        + #""message":"The conditional request failed"}"#)
    call.status = 400
    return call
  }

  private static func call(_ world: World, _ operation: String, _ request: String, _ answer: String) -> Call {
    Call(
      action: Action(service: "dynamodb", operation: operation),
      fields: [
        HTTPField("X-Amz-Target", "DynamoDB_20120810.\(operation)"),
        HTTPField("Content-Type", "application/x-amz-json-1.0"),
      ],
      body: request,
      answerFields: [
        HTTPField("Server", "Server"), HTTPField("Content-Type", "application/x-amz-json-1.0"),
        HTTPField("Content-Length", String(answer.utf8.count)), HTTPField("Connection", "keep-alive"),
        HTTPField("x-amzn-RequestId", world.base64("request \(operation) \(request)", 52).uppercased()),
        HTTPField("x-amz-crc32", String(world.number("crc \(operation) \(request)", 1...4_294_967_295))),
      ],
      answer: answer, endpoint: "https://dynamodb.\(world.region).amazonaws.com")
  }
}

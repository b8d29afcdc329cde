// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// awsQuery, answered in XML: an identity, topics and users.
enum QuerySession {
  static func tape(_ world: World) -> Tape {
    let labels = ["alerts", "orders", "audit"]
    return Tape(
      world: world,
      phases: [
        labels.map { topic($0, world) } + labels.map { [user($0, world)] } + [[identity(world)], [identity(world)]],
        [[users(world)], [users(world)], [topics(world)], [topics(world)]],
        ["ghost", "spook"].map { [unknown($0, world)] },
      ])
  }

  private static func identity(_ world: World) -> Call {
    call(
      world, "sts", "2011-06-15", "GetCallerIdentity", "",
      "<Arn>arn:aws:iam::\(world.account):user/tester</Arn><UserId>\(world.principal("tester"))</UserId>"
        + "<Account>\(world.account)</Account>")
  }

  private static func topic(_ label: String, _ world: World) -> [Call] {
    let name = world.name(label)
    let arn = world.arn("sns", name)
    let attributes = world.anyOrder(
      label,
      [
        ("TopicArn", arn), ("Owner", world.account), ("SubscriptionsConfirmed", "0"), ("DisplayName", ""),
      ])
    return [
      call(
        world, "sns", "2010-03-31", "CreateTopic", "&Name=\(name)&Tags.member.1.Key=team&Tags.member.1.Value=core",
        "<TopicArn>\(arn)</TopicArn>"),
      call(
        world, "sns", "2010-03-31", "GetTopicAttributes", "&TopicArn=\(arn.replacing(":", with: "%3A"))",
        "<Attributes>"
          + attributes.map { "<entry><key>\($0.0)</key><value>\($0.1)</value></entry>" }.joined() + "</Attributes>"),
    ]
  }

  private static func topics(_ world: World) -> Call {
    let all = world.anyOrder("topics", ["alerts", "orders", "audit"])
      .map { "<member><TopicArn>\(world.arn("sns", world.name($0)))</TopicArn></member>" }
    return call(world, "sns", "2010-03-31", "ListTopics", "", "<Topics>\(all.joined())</Topics>")
  }

  private static func described(_ label: String, _ world: World) -> String {
    let name = world.name("user \(label)")
    return "<Path>/</Path><UserName>\(name)</UserName><UserId>\(world.principal(label))</UserId>"
      + "<Arn>arn:aws:iam::\(world.account):user/\(name)</Arn>"
      + "<CreateDate>\(world.time(label).dateAndTime)Z</CreateDate>"
      + "<PasswordLastUsed>\(world.time("used \(label)").dateAndTime)Z</PasswordLastUsed>"
  }

  private static func user(_ label: String, _ world: World) -> Call {
    call(
      world, "iam", "2010-05-08", "GetUser", "&UserName=\(world.name("user \(label)"))",
      "<User>\(described(label, world))</User>")
  }

  private static func users(_ world: World) -> Call {
    let all = ["alerts", "orders", "audit"].map { "<member>\(described($0, world))</member>" }
    return call(
      world, "iam", "2010-05-08", "ListUsers", "",
      "<IsTruncated>false</IsTruncated><Users>\(all.joined())</Users>")
  }

  private static func unknown(_ label: String, _ world: World) -> Call {
    let name = world.name("user \(label)")
    var call = call(world, "iam", "2010-05-08", "GetUser", "&UserName=\(name)", "")
    let id = call[answerField: "x-amzn-RequestId"] ?? ""
    call.status = 404
    call.answer =
      "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
      + "<Code>NoSuchEntity</Code><Message>The user with name \(name) cannot be found.</Message></Error>"
      + "<RequestId>\(id)</RequestId></ErrorResponse>"
    return call
  }

  private static func call(
    _ world: World, _ service: String, _ version: String, _ operation: String, _ parameters: String, _ result: String
  ) -> Call {
    let id = world.uuid("request \(operation) \(parameters)")
    let answer =
      "<\(operation)Response xmlns=\"https://\(service).amazonaws.com/doc/\(version)/\"><\(operation)Result>\(result)"
      + "</\(operation)Result><ResponseMetadata><RequestId>\(id)</RequestId></ResponseMetadata></\(operation)Response>"
    return Call(
      action: Action(service: service, operation: operation),
      fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
      body: "Action=\(operation)&Version=\(version)\(parameters)",
      answerFields: [
        HTTPField("x-amzn-RequestId", id), HTTPField("Content-Type", "text/xml"),
        HTTPField("Content-Length", String(answer.utf8.count)),
      ],
      answer: answer,
      endpoint: service == "iam"
        ? "https://iam.amazonaws.com" : "https://\(service).\(world.region).amazonaws.com")
  }
}

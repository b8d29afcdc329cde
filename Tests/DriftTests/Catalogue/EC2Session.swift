// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// ec2Query: networks and machines, lists within lists.
enum EC2Session {
  static func tape(_ world: World) -> Tape {
    let labels = ["front", "back", "batch"]
    return Tape(
      world: world,
      phases: [
        labels.map { [vpc($0, world)] } + labels.map { [instances($0, world)] },
        [[all(world)], [all(world)]],
        ["lost", "gone"].map { [unknown($0, world)] },
      ])
  }

  private static func described(_ label: String, _ world: World) -> String {
    "<item><vpcId>vpc-\(world.hex(label))</vpcId><ownerId>\(world.account)</ownerId><state>available</state>"
      + "<cidrBlock>10.0.0.0/16</cidrBlock><dhcpOptionsId>dopt-\(world.hex("options", 8))</dhcpOptionsId>"
      + "<instanceTenancy>\(label == "batch" ? "dedicated" : "default")</instanceTenancy><isDefault>false</isDefault>"
      + "<tagSet>\(tags(label, world))</tagSet></item>"
  }

  private static func tags(_ label: String, _ world: World) -> String {
    world.anyOrder("tags \(label)", [("Name", world.name(label)), ("team", "core")])
      .map { "<item><key>\($0.0)</key><value>\($0.1)</value></item>" }.joined()
  }

  private static func vpc(_ label: String, _ world: World) -> Call {
    call(world, "DescribeVpcs", "&VpcId.1=vpc-\(world.hex(label))", "<vpcSet>\(described(label, world))</vpcSet>")
  }

  private static func all(_ world: World) -> Call {
    let all = world.anyOrder("vpcs", ["front", "back", "batch"]).map { described($0, world) }.joined()
    return call(world, "DescribeVpcs", "", "<vpcSet>\(all)</vpcSet>")
  }

  /// One reservation with one machine, or with more: a list of one looks like no list.
  private static func instances(_ label: String, _ world: World) -> Call {
    let machines = (0..<(label == "front" ? 1 : 2)).map { number in
      let id = "i-\(world.hex("\(label) \(number)"))"
      return "<item><instanceId>\(id)</instanceId><imageId>ami-\(world.hex("image"))</imageId>"
        + "<instanceState><code>16</code><name>\(label == "batch" ? "pending" : "running")</name></instanceState>"
        + "<instanceType>t3.micro</instanceType><launchTime>\(world.time(id).rfc3339)</launchTime>"
        + "<placement><availabilityZone>\(world.region)a</availabilityZone><tenancy>default</tenancy></placement>"
        + "<amiLaunchIndex>\(number)</amiLaunchIndex><ebsOptimized>false</ebsOptimized></item>"
    }
    return call(
      world, "DescribeInstances", "&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-\(world.hex(label))",
      "<reservationSet><item><reservationId>r-\(world.hex("r \(label)"))</reservationId>"
        + "<ownerId>\(world.account)</ownerId><instancesSet>\(machines.joined())</instancesSet></item></reservationSet>"
    )
  }

  private static func unknown(_ label: String, _ world: World) -> Call {
    var call = call(world, "DescribeVpcs", "&VpcId.1=vpc-\(world.hex(label))", "")
    call.status = 400
    call.answer =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code>"
      + "<Message>The vpc ID 'vpc-\(world.hex(label))' does not exist</Message></Error></Errors>"
      + "<RequestID>\(world.uuid("request \(label)"))</RequestID></Response>"
    return call
  }

  private static func call(_ world: World, _ operation: String, _ parameters: String, _ result: String) -> Call {
    let id = world.uuid("request \(operation) \(parameters)")
    let answer =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<\(operation)Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>\(id)</requestId>\(result)"
      + "</\(operation)Response>"
    return Call(
      action: Action(service: "ec2", operation: operation),
      fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
      body: "Action=\(operation)&Version=2016-11-15\(parameters)",
      answerFields: [
        HTTPField("x-amzn-RequestId", id), HTTPField("Content-Type", "text/xml;charset=UTF-8"),
        HTTPField("Cache-Control", "no-cache, no-store"), HTTPField("Server", "AmazonEC2"),
      ],
      answer: answer, endpoint: "https://ec2.\(world.region).amazonaws.com")
  }
}

// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// restJson: functions, with members in path, query, headers and status.
enum LambdaSession {
  static func tape(_ world: World) -> Tape {
    let labels = ["thumbs", "mails", "bills"]
    return Tape(
      world: world,
      phases: [
        labels.map { function($0, world) },
        [[list(world)], [list(world)]],
        labels.map { [deleted($0, world)] },
        ["thumbs", "mails"].map { [gone($0, world)] },
      ])
  }

  private static func configuration(_ label: String, _ world: World) -> String {
    let name = world.name(label)
    return #"{"FunctionName":"\#(name)","FunctionArn":"\#(world.arn("lambda", "function:\(name)"))","#
      + #""Runtime":"\#(label == "bills" ? "nodejs22.x" : "python3.12")","Role":"arn:aws:iam::\#(world.account):role/runs","#
      + #""Handler":"app.main","CodeSize":\#(world.number("size \(label)", 200...900)),"Description":"","Timeout":3,"#
      + #""MemorySize":128,"LastModified":"\#(world.time(label).dateAndTime).000+0000","#
      + #""CodeSha256":"\#(world.base64(label, 43))=","Version":"$LATEST","TracingConfig":{"Mode":"PassThrough"},"#
      + #""RevisionId":"\#(world.uuid("revision \(label)"))","Layers":[{"Arn":"\#(world.arn("lambda", "layer:base:3"))","#
      + #""CodeSize":169}],"State":"Active","PackageType":"Zip","Architectures":["x86_64"],"#
      + #""Environment":{"Variables":{"STAGE":"test","TABLE":"\#(world.name("table"))"}},"#
      + #""EphemeralStorage":{"Size":512}}"#
  }

  private static func function(_ label: String, _ world: World) -> [Call] {
    let name = world.name(label)
    var made = call(
      world, "CreateFunction", "POST", "/2015-03-31/functions",
      #"{"FunctionName":"\#(name)","Runtime":"python3.12","Role":"arn:aws:iam::\#(world.account):role/runs","#
        + #""Environment":{"Variables":{"STAGE":"test","TABLE":"\#(world.name("table"))"}},"#
        + #""Handler":"app.main","Timeout":3,"Code":{"S3Bucket":"code","S3Key":"\#(name).zip"}}"#,
      configuration(label, world))
    made.status = 201
    return [
      made,
      call(
        world, "GetFunction", "GET", "/2015-03-31/functions/\(name)", "",
        #"{"Configuration":\#(configuration(label, world)),"Code":{"RepositoryType":"S3","#
          + #""Location":"https://code.s3.amazonaws.com/\#(name)?versionId=\#(world.hex(label, 32))"},"#
          + #""Tags":{"team":"core","run":"\#(name)"}}"#),
      call(
        world, "ListVersionsByFunction", "GET", "/2015-03-31/functions/\(name)/versions?MaxItems=50", "",
        #"{"Versions":[\#(configuration(label, world))]}"#),
    ]
  }

  private static func list(_ world: World) -> Call {
    let all = world.anyOrder("functions", ["thumbs", "mails", "bills"]).map { configuration($0, world) }
    return call(
      world, "ListFunctions", "GET", "/2015-03-31/functions", "", #"{"Functions":[\#(all.joined(separator: ","))]}"#)
  }

  private static func deleted(_ label: String, _ world: World) -> Call {
    var call = call(world, "DeleteFunction", "DELETE", "/2015-03-31/functions/\(world.name(label))", "", "")
    call.status = 204
    return call
  }

  private static func gone(_ label: String, _ world: World) -> Call {
    let name = world.name(label)
    var call = call(
      world, "GetFunction", "GET", "/2015-03-31/functions/\(name)", "",
      #"{"Type":"User","Message":"Function not found: \#(world.arn("lambda", "function:\(name)"))"}"#)
    call.status = 404
    call.answerFields.append(HTTPField("x-amzn-ErrorType", "ResourceNotFoundException"))
    return call
  }

  private static func call(
    _ world: World, _ operation: String, _ method: String, _ target: String, _ request: String, _ answer: String
  ) -> Call {
    Call(
      action: Action(service: "lambda", operation: operation), method: method, target: target,
      fields: request.isEmpty ? [] : [HTTPField("Content-Type", "application/json")], body: request,
      answerFields: [
        HTTPField("Content-Type", "application/json"), HTTPField("Connection", "keep-alive"),
        HTTPField("x-amzn-RequestId", world.uuid("request \(method) \(target) \(request)")),
        HTTPField("Content-Length", String(answer.utf8.count)),
      ],
      answer: answer, endpoint: "https://lambda.\(world.region).amazonaws.com")
  }
}

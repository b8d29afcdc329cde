// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// awsJson 1.0: connections, hosts and repository links.
enum ConnectionsSession {
  static func tape(_ world: World) -> Tape {
    let labels = ["one", "two", "three"]
    return Tape(
      world: world,
      phases: [
        labels.map { connection($0, world) } + ["left", "right"].map { host($0, world) } + [poll(world)],
        ["sync", "other sync"].map { [linked($0, world), sync($0, world)] } + [
          connections(labels, world), [hosts(world)], [hosts(world)],
        ],
        [[links(world)], [links(world)]],
        labels.map { label in [call(world, "DeleteConnection", #"{"ConnectionArn":"\#(arn(label, world))"}"#, "{}")] },
        ["one", "two"].map { [gone($0, world)] },
      ])
  }

  private static func arn(_ label: String, _ world: World) -> String {
    world.arn("codestar-connections", "connection/\(world.uuid("connection \(label)"))")
  }

  private static func hostARN(_ label: String, _ world: World) -> String {
    world.arn("codestar-connections", "host/\(world.name("host \(label)"))-\(world.hex("host \(label)", 8))")
  }

  /// A list of tags, which has no order.
  private static func tags(_ label: String, _ world: World) -> String {
    let tags = [("team", "core"), ("run", world.name(label)), ("stage", "test")]
    return world.anyOrder(label, tags).map { #"{"Key":"\#($0.0)","Value":"\#($0.1)"}"# }.joined(separator: ",")
  }

  private static func answered(_ label: String, _ world: World, status: String = "PENDING") -> String {
    #"{"ConnectionName":"\#(world.name(label))","ConnectionArn":"\#(arn(label, world))","#
      + #""ProviderType":"\#(label == "two" ? "Bitbucket" : "GitHub")","OwnerAccountId":"\#(world.account)","#
      + #""ConnectionStatus":"\#(status)"}"#
  }

  private static func connection(_ label: String, _ world: World) -> [Call] {
    let provider = label == "two" ? "Bitbucket" : "GitHub"
    return [
      call(
        world, "CreateConnection",
        #"{"ConnectionName":"\#(world.name(label))","ProviderType":"\#(provider)","Tags":[\#(tags(label, world))]}"#,
        #"{"ConnectionArn":"\#(arn(label, world))","Tags":[\#(tags("answer \(label)", world))]}"#
          .replacing(world.name("answer \(label)"), with: world.name(label))),
      call(
        world, "GetConnection", #"{"ConnectionArn":"\#(arn(label, world))"}"#,
        #"{"Connection":\#(answered(label, world))}"#),
      call(
        world, "ListTagsForResource", #"{"ResourceArn":"\#(arn(label, world))"}"#,
        #"{"Tags":[\#(tags(label, world))]}"#),
    ]
  }

  /// A resource that is asked for until it is there: how often depends on the day.
  private static func poll(_ world: World) -> [Call] {
    let asked = call(
      world, "GetConnection", #"{"ConnectionArn":"\#(arn("polled", world))"}"#,
      #"{"Connection":\#(answered("polled", world))}"#)
    var ready = asked
    ready.answer = #"{"Connection":\#(answered("polled", world, status: "AVAILABLE"))}"#
    return [
      call(
        world, "CreateConnection",
        #"{"ConnectionName":"\#(world.name("polled"))","ProviderType":"GitHub","Tags":[]}"#,
        #"{"ConnectionArn":"\#(arn("polled", world))","Tags":[]}"#)
    ] + Array(repeating: asked, count: 2 + Int(world.seed % 4)) + [ready]
  }

  private static func hostAnswer(_ label: String, _ world: World) -> String {
    let subnets = [1, 2].map { #""subnet-\#(world.hex("subnet \(label) \($0)"))""# }.joined(separator: ",")
    return #""Name":"\#(world.name("host \(label)"))","Status":"AVAILABLE","ProviderType":"GitLabSelfManaged","#
      + #""ProviderEndpoint":"https://git.example.com","VpcConfiguration":{"VpcId":"vpc-\#(world.hex(label))","#
      + #""SubnetIds":[\#(subnets)],"SecurityGroupIds":["sg-\#(world.hex("group \(label)"))"],"#
      + #""TlsCertificate":"-----BEGIN CERTIFICATE-----"}"#
  }

  private static func host(_ label: String, _ world: World) -> [Call] {
    [
      call(
        world, "CreateHost",
        #"{"Name":"\#(world.name("host \(label)"))","ProviderType":"GitLabSelfManaged","#
          + #""ProviderEndpoint":"https://git.example.com"}"#,
        #"{"HostArn":"\#(hostARN(label, world))"}"#),
      call(
        world, "GetHost", #"{"HostArn":"\#(hostARN(label, world))"}"#, "{\(hostAnswer(label, world))}"),
    ]
  }

  private static func hosts(_ world: World) -> Call {
    let hosts = world.anyOrder("hosts", ["left", "right"]).map {
      #"{"HostArn":"\#(hostARN($0, world))",\#(hostAnswer($0, world)),"StatusMessage":"ready"}"#
    }
    return call(world, "ListHosts", "{}", #"{"Hosts":[\#(hosts.joined(separator: ","))]}"#)
  }

  /// All connections in two pages.
  private static func connections(_ labels: [String], _ world: World) -> [Call] {
    let all = world.anyOrder("connections", labels).map { answered($0, world) }
    let token = world.base64("page")
    return [
      call(
        world, "ListConnections", #"{"MaxResults":2}"#,
        #"{"Connections":[\#(all.prefix(2).joined(separator: ","))],"NextToken":"\#(token)"}"#),
      call(
        world, "ListConnections", #"{"MaxResults":2,"NextToken":"\#(token)"}"#, #"{"Connections":[\#(all[2])]}"#),
    ]
  }

  private static func sync(_ label: String, _ world: World) -> Call {
    let events = ["INITIATED", "FETCHED", "SUCCEEDED"].prefix(label == "sync" ? 3 : 2).map {
      #"{"Event":"\#($0 == "FETCHED" ? "Fetched the file" : "Went on")","ExternalId":"\#(world.uuid($0 + label))","#
        + #""Time":\#(world.epoch($0 + label)),"Type":"\#($0)"}"#
    }
    return call(
      world, "GetRepositorySyncStatus",
      #"{"Branch":"main","RepositoryLinkId":"\#(world.uuid("link \(label)"))","SyncType":"CFN_STACK_SYNC"}"#,
      #"{"LatestSync":{"StartedAt":\#(world.epoch(label)),"Status":"\#(label == "sync" ? "SUCCEEDED" : "IN_PROGRESS")","#
        + #""Events":[\#(events.joined(separator: ","))]}}"#)
  }

  private static func linked(_ label: String, _ world: World) -> Call {
    call(
      world, "CreateRepositoryLink",
      #"{"ConnectionArn":"\#(arn("one", world))","OwnerId":"acme","RepositoryName":"\#(world.name("repo \(label)"))"}"#,
      #"{"RepositoryLinkInfo":\#(link(label, world))}"#)
  }

  private static func link(_ label: String, _ world: World) -> String {
    let id = world.uuid("link \(label)")
    return #"{"ConnectionArn":"\#(arn("one", world))","OwnerId":"acme","ProviderType":"GitHub","#
      + #""RepositoryLinkArn":"\#(world.arn("codestar-connections", "repository-link/\(id)"))","#
      + #""RepositoryLinkId":"\#(id)","RepositoryName":"\#(world.name("repo \(label)"))"}"#
  }

  private static func links(_ world: World) -> Call {
    let links = ["sync", "other sync"].map { link($0, world) }
    return call(world, "ListRepositoryLinks", "{}", #"{"RepositoryLinks":[\#(links.joined(separator: ","))]}"#)
  }

  private static func gone(_ label: String, _ world: World) -> Call {
    var call = call(
      world, "GetConnection", #"{"ConnectionArn":"\#(arn(label, world))"}"#,
      #"{"__type":"com.amazonaws.codestar.connections#ResourceNotFoundException","#
        + #""Message":"Connection not found: \#(arn(label, world))"}"#)
    call.status = 400
    return call
  }

  private static func call(_ world: World, _ operation: String, _ request: String, _ answer: String) -> Call {
    Call(
      action: Action(service: "codestar-connections", operation: operation),
      fields: [
        HTTPField("X-Amz-Target", "CodeStar_connections_20191201.\(operation)"),
        HTTPField("Content-Type", "application/x-amz-json-1.0"),
      ],
      body: request,
      answerFields: [
        HTTPField("x-amzn-RequestId", world.uuid("request \(operation) \(request)")),
        HTTPField("Content-Type", "application/x-amz-json-1.0"), HTTPField("Cache-Control", "no-cache"),
        HTTPField("Content-Length", String(answer.utf8.count)),
      ],
      answer: answer, endpoint: "https://codestar-connections.\(world.region).amazonaws.com")
  }
}

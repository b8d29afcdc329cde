// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Testing

@testable import Engine

@Suite("What of a cassette is asked again")
struct QuestionListTests {
  private let service = "codestar-connections"
  private let uuid = "b7c2d190-4e6f-4a13-8d02-aa51c8fbb4f3"

  @Test("are reads, and never a mutation")
  func reads() throws {
    let list = try Recording.questions([
      Recording.json("\(service):CreateConnection"), Recording.json("\(service):ListConnections"),
      Recording.json("\(service):DeleteConnection"), Recording.json("\(service):DeleteConnection"),
      Recording.rest("s3:GetObject", "GET", "/bucket/key"), Recording.rest("http:GET /health", "GET", "/health"),
      Recording.rest("http:POST /health", "POST", "/health"), Recording.json("\(service):BrandNewThing"),
    ])
    #expect(list.questions.map(\.action.operation) == ["ListConnections", "GetObject", "GET /health"])
    #expect(
      list.mutations.map { "\($0.key.operation) \($0.value)" }.sorted() == [
        "BrandNewThing 1", "CreateConnection 1", "DeleteConnection 2", "POST /health 1",
      ])
  }

  @Test("are mutations only where they are allowed, each on its own")
  func allowed() throws {
    let exchanges = [
      Recording.json("\(service):TagResource"), Recording.json("\(service):TagResource"),
      Recording.json("\(service):DeleteConnection"),
    ]
    #expect(try Recording.questions(exchanges).questions.isEmpty)
    let list = try Recording.questions(exchanges, allowed: ["*:Tag*"])
    #expect(list.questions.map(\.places.count) == [1, 1] && list.mutations.count == 1)
  }

  @Test("are those that are wanted, under either name of a service")
  func only() throws {
    let exchanges = [Recording.json("\(service):ListConnections"), Recording.json("\(service):ListHosts")]
    for pattern in ["ListHosts", "codeconnections:ListHosts", "\(service):*Hosts"] {
      let list = try Recording.questions(exchanges, only: [pattern])
      #expect(list.questions.map(\.action.operation) == ["ListHosts"] && list.unwanted == 1, "\(pattern)")
    }
  }

  @Test("are what the project takes for reads")
  func project() throws {
    var rules = MatchRules.none
    rules.reads = [try #require(ActionPattern("\(service):UpdateHost"))]
    rules.mutations = [try #require(ActionPattern("codeconnections:ListHosts"))]
    let list = try Recording.questions(
      [Recording.json("\(service):UpdateHost"), Recording.json("\(service):ListHosts")], rules: rules)
    #expect(list.questions.map(\.action.operation) == ["UpdateHost"])
  }

  @Test("are one where several exchanges ask the same, with all that was answered")
  func same() throws {
    let list = try Recording.questions([
      Recording.json("\(service):GetConnection", #"{"ConnectionArn":"a","X":null}"#),
      Recording.json("\(service):GetConnection", #"{"ConnectionArn":"b"}"#),
      Recording.json(
        "\(service):GetConnection", #"{ "ConnectionArn": "a" }"#, #"{"__type":"x#NoSuchThing"}"#, status: 400),
    ])
    #expect(list.questions.map { $0.places.map(\.place) } == [[0, 2], [1]])
    #expect(list.questions[0].places.map(\.outcome.isAbsence) == [false, true])
  }

  @Test("need what stands behind their aliases, wherever those stand")
  func needs() throws {
    let account = Recording.accountAlias
    let list = try Recording.questions([
      Recording.json(
        "\(service):GetConnection", #"{"ConnectionArn":"arn:aws:x:eu-west-1:\#(account):connection/1"}"#),
      Recording.rest("s3:GetObject", "GET", "/bucket/a%2F\(account)?versionId=\(account)"),
      Recording.rest(
        "s3:HeadObject", "HEAD", "/bucket/b", fields: [HTTPField("x-amz-expected-bucket-owner", account)]),
      Recording.form("iam:GetUser", "Action=GetUser&UserName=\(account)&Version=2010-05-08"),
      Recording.json("\(service):ListConnections"),
    ])
    #expect(list.questions.map { $0.aliases.map(\.text) } == [[account], [account], [account], [account], []])
    #expect(list.accounts == [account.bytes])
  }

  @Test("need no idempotency token")
  func tokens() throws {
    let token = "b7c2d190-4e6f-4a13-8d02-aa51c8fbb4f3"
    let exchange = Recording.json(
      "athena:StartQueryExecution", #"{"ClientRequestToken":"\#(token)","QueryString":"x"}"#)
    let questions = try Recording.questions([exchange], allowed: ["athena:*"]).questions
    #expect(questions.count == 1 && questions[0].aliases.isEmpty)
    let other = Recording.json("athena:StartQueryExecution", #"{"QueryString":"\#(token)"}"#)
    #expect(try Recording.questions([other], allowed: ["athena:*"]).questions[0].aliases == [token.bytes])
  }

  @Test("are none that went with a key that no cassette holds, and none whose body is a stream")
  func incomplete() throws {
    let list = try Recording.questions(
      [
        Recording.rest(
          "s3:GetObject", "GET", "/bucket/key",
          fields: [HTTPField("x-amz-server-side-encryption-customer-algorithm", "AES256")]),
        Recording.rest(
          "lexv2-runtime:StartConversation", "POST", "/bots/b/botAliases/a/botLocales/l/sessions/s/conversation"),
      ], allowed: ["*"])
    #expect(list.questions.isEmpty && list.keyed == 1 && list.streams == 1)
  }

  @Test("lose their chunks")
  func chunks() throws {
    let exchange = Recording.rest(
      "s3:GetObject", "GET", "/bucket/key",
      fields: [HTTPField("Content-Encoding", "aws-chunked"), HTTPField("X-Amz-Decoded-Content-Length", "2")],
      body: "2\r\n{}\r\n0\r\n\r\n")
    let request = try Recording.questions([exchange]).questions[0].request
    #expect(request.body.text == "{}")
    #expect(!request.head.fields.contains("Content-Encoding"))
    #expect(!request.head.fields.contains("X-Amz-Decoded-Content-Length"))
  }

  @Test("tell the caller's account where the recording does")
  func caller() throws {
    let answer =
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>999204183377</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    let list = try Recording.questions([Recording.form("sts:GetCallerIdentity", "Action=GetCallerIdentity", answer)])
    #expect(list.callerAccount == "999204183377".bytes)
  }
}

// SPDX-License-Identifier: Apache-2.0

import AWSProtocols
import Documents
import Redaction
import Testing

@testable import ProjectFile

@Suite("What a project says about redaction")
struct RedactionReaderTests {
  private func read(_ text: String) throws -> ProjectSettings { try SettingsFile.settings(Array(text.utf8)) }

  @Test("may be everything that there is to say")
  func everything() throws {
    let settings = try read(
      #"""
      redact:
        off: [alias.uuid, value.slack]
        on: [alias.private-ip]
        names: [InternalCode]
        headers: [X-Internal-Token]
        paths:
          - {action: "dynamodb:PutItem", path: "/body/Item/secret/S"}
          - {action: "*", path: "/body/**/Pin"}
        keep:
          - {action: "lambda:Invoke", path: "/body/**"}
        patterns: ['INT-([0-9]{8})', "\\bEMP\\d+"]
        environment: [DB_PASSWORD, _x1]
        except: [3f9a0c12d4e5f6, 01234567890123]
      """#)
    let redaction = settings.redaction
    #expect(redaction.off == [.uuid, .slack] && redaction.on == [.privateAddress])
    #expect(redaction.names == ["InternalCode"] && redaction.headers == ["X-Internal-Token"])
    #expect(redaction.places.map(\.action.description) == ["dynamodb:PutItem", "*"])
    #expect(redaction.kept.map(\.action.description) == ["lambda:Invoke"])
    #expect(redaction.patterns == [try LinearPattern("INT-([0-9]{8})"), try LinearPattern(#"\bEMP\d+"#)])
    #expect(redaction.exceptions == ["3f9a0c12d4e5f6", "01234567890123"])
    #expect(settings.redactedVariables == ["DB_PASSWORD", "_x1"])
    #expect(redaction.literals.isEmpty)
  }

  @Test("names places from the root of the body")
  func places() throws {
    let redaction = try read(
      """
      redact:
        paths: [{action: "a:B", path: /body}, {action: "a:B", path: /body/x/*}]
        keep: [{action: "a:B", path: "/body/**"}]
      """
    ).redaction
    #expect(redaction.places.map(\.path.steps) == [[], [.name("x"), .any]])
    #expect(redaction.kept.map(\.path.steps) == [[.anyDepth]])
  }

  @Test("may be nothing", arguments: ["redact:", "redact: {off: [], patterns: , keep: ~}"])
  func nothing(text: String) throws {
    #expect(try read(text).redaction == .none && read(text).redactedVariables.isEmpty)
  }

  @Test("may switch every rule, by the id that it is listed under", arguments: RedactionRule.allCases)
  func everyRule(rule: RedactionRule) throws {
    #expect(try read("redact: {off: [\(rule.rawValue)]}").redaction.isOn(rule) == false)
    #expect(try read("redact: {on: [\(rule.rawValue)]}").redaction.isOn(rule))
  }

  @Test(
    "is refused with place, key, and what was expected",
    arguments: [
      ("of: [alias.uuid]", "1:10: redact: there is no key 'of'; did you mean 'off'?"),
      ("off: [alias.uid]", "1:16: redact.off: there is no rule 'alias.uid'; did you mean 'alias.uuid'?"),
      (
        "on: [everything]",
        "1:15: redact.on: there is no rule 'everything'; 'tapedeck redaction list' prints them all"
      ),
      ("off: alias.uuid", "1:15: redact.off: expected a list, not 'alias.uuid'"),
      ("off: [alias.ip], on: [alias.ip]", "1:32: redact.on: 'alias.ip' is switched off, too"),
      (
        "paths: [{action: 'a:B', path: /Item}]",
        "1:40: redact.paths[0].path: expected a path that begins with /body, not '/Item'"
      ),
      (
        "keep: [{action: 'a:B', path: '/**/Item'}]",
        "1:39: redact.keep[0].path: expected a path that begins with /body, not '/**/Item'"
      ),
      (
        "keep: [{action: 'a:B', path: body}]",
        "1:39: redact.keep[0].path: expected a path such as /body/Password, with * for one step and ** for any number "
          + "of them, not 'body'"
      ),
      ("paths: [{path: /body}]", "1:18: redact.paths[0].action: it must be given"),
      (
        "environment: ['A=b']",
        "1:24: redact.environment: expected the name of an environment variable such as DB_PASSWORD, not 'A=b'"
      ),
      (
        "environment: [$A]",
        "1:24: redact.environment: expected the name of an environment variable such as DB_PASSWORD, not '$A'"
      ),
      (
        "except: [3f9a0c12d4e5f]",
        "1:19: redact.except: expected a fingerprint as 'tapedeck verify' prints it, 14 hexadecimal digits, not "
          + "'3f9a0c12d4e5f'"
      ),
      (
        "except: [3F9A0C12D4E5F6]",
        "1:19: redact.except: expected a fingerprint as 'tapedeck verify' prints it, 14 hexadecimal digits, not "
          + "'3F9A0C12D4E5F6'"
      ),
    ])
  func errors(text: String, message: String) throws {
    let error = #expect(throws: ProjectFileError.self) { try read("redact: {\(text)}") }
    #expect("\(try #require(error))" == ":\(message)")
  }

  @Test("tells what is wrong with a pattern, and where it stands")
  func pattern() throws {
    let error = #expect(throws: ProjectFileError.self) { try read("redact:\n  patterns: [a, '(?=b)c']") }
    let reason = #expect(throws: PatternError.self) { try LinearPattern("(?=b)c") }
    #expect("\(try #require(error))" == ":2:17: redact.patterns[1]: \(try #require(reason))")
  }
}

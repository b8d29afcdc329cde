// SPDX-License-Identifier: Apache-2.0

internal import AWSProtocols
internal import CassetteFormat
internal import Documents

/// Exchanges for people.
enum ExchangeText {
  static func header(_ text: CassetteText) -> String {
    let header = text.header
    let count = SummaryText.plural(text.count, "exchange", "exchanges")
    let sources = header.sources.isEmpty ? "nobody" : header.sources.joined(separator: ", ")
    let date = header.recordedAt.map { " on \($0.rfc3339.prefix(10))" } ?? ""
    return "\(count) from \(sources), recorded by \(header.tool)\(date), redaction \(header.redaction)"
  }

  /// One line of a list.
  static func line(_ exchange: Exchange, number: Int) -> String {
    VisibleText.escaped(plainLine(exchange, number: number))
  }

  private static func plainLine(_ exchange: Exchange, number: Int) -> String {
    let status = exchange.response.head.status
    let error = ErrorCode.of(
      exchange.response.head.fields, body: status < 400 ? nil : try? JSONReader.read(exchange.response.body))
    let outcome = status < 400 ? "\(status)" : "\(status) \(error ?? "")"
    let bytes = exchange.responsePieces?.digest.bytes ?? exchange.response.body.count
    let place = String(repeating: " ", count: max(0, 5 - String(number).count)) + String(number)
    return "\(place)  \(exchange.at.rfc3339.dropFirst(11).dropLast(1))  \(exchange.action)  \(outcome)  \(bytes) B"
      + "  \(exchange.took) ms"
  }

  /// All of it. Without a number it is the same wherever the exchange stands on its tape, which keeps diffs short.
  static func whole(_ exchange: Exchange, number: Int?) -> String {
    var lines: [String] = []
    lines.append(
      "\(number.map { "\($0)  " } ?? "=== ")\(exchange.action)\(exchange.region.isEmpty ? "" : " in \(exchange.region)")"
    )
    if number != nil { lines.append("recorded at \(exchange.at.rfc3339), took \(exchange.took) ms") }
    lines.append("> \(exchange.request.head.method) \(exchange.endpoint)\(exchange.request.head.target)")
    lines += message(exchange.request.head.fields, exchange.request.body, exchange.requestPieces, mark: ">")
    lines.append("< \(exchange.response.head.status)")
    lines += message(exchange.response.head.fields, exchange.response.body, exchange.responsePieces, mark: "<")
    for field in exchange.response.trailers { lines.append("< (trailer) \(field.name): \(field.value)") }
    if !exchange.redactions.isEmpty { lines.append("redacted by \(exchange.redactions.joined(separator: ", "))") }
    // What a cassette holds is shown by a terminal, and not acted on.
    return lines.map { VisibleText.escaped($0) }.joined(separator: "\n")
  }

  private static func message(
    _ fields: HTTPFields, _ body: [UInt8], _ pieces: BodyPieces?, mark: String
  ) -> [String] {
    var lines = fields.map { "\(mark) \($0.name): \($0.value)" }
    if let pieces {
      let many = SummaryText.plural(pieces.count, "piece", "pieces")
      return lines + [mark, "\(mark) (\(pieces.digest.bytes) bytes in \(many), SHA-256 \(pieces.digest.sha256))"]
    }
    if body.isEmpty { return lines }
    lines.append(mark)
    switch BodyForm.of(body) {
    case .json:
      let text =
        (try? JSONReader.read(body)).map { PrettyPrinter.text($0.root) } ?? String(decoding: body, as: UTF8.self)
      lines += text.split(separator: "\n").map { "\(mark) \($0)" }
    case .text:
      lines += String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .map { "\(mark) \($0)" }
    case .base64:
      lines.append("\(mark) (\(body.count) bytes, SHA-256 \(sha256Hex(body)))")
    }
    return lines
  }
}

// SPDX-License-Identifier: Apache-2.0

import AWSProtocols

/// RPC v2 CBOR: alarms and statistics.
enum CloudWatchSession {
  static func tape(_ world: World) -> Tape {
    let labels = ["load", "queue", "errors"]
    return Tape(
      world: world,
      phases: [
        labels.map { alarm($0, world) },
        labels.map { [statistics($0, world)] } + [[all(world)], [all(world)]],
        ["lost", "gone"].map { [unknown($0, world)] },
      ])
  }

  private static func described(_ label: String, _ world: World) -> String {
    let name = world.name(label)
    return #"{"AlarmName":"\#(name)","AlarmArn":"\#(world.arn("cloudwatch", "alarm:\(name)"))","ActionsEnabled":true,"#
      + #""AlarmConfigurationUpdatedTimestamp":{"$time":\#(world.epoch(label))},"OKActions":[],"#
      + #""StateValue":"\#(label == "queue" ? "ALARM" : "OK")","StateReason":"Unchecked","MetricName":"Load","#
      + #""Namespace":"App","Statistic":"Average","Dimensions":[{"Name":"Host","Value":"\#(world.hex(label))"}],"#
      + #""Period":60,"EvaluationPeriods":1,"Threshold":{"$float":\#(threshold(label, world))}}"#
  }

  /// With a fraction in some worlds and without in others.
  private static func threshold(_ label: String, _ world: World) -> String {
    "\(world.number("threshold \(label)", 10...90))\(world.seed % 2 == 0 ? "" : ".5")"
  }

  private static func alarm(_ label: String, _ world: World) -> [Call] {
    [
      call(
        world, "PutMetricAlarm",
        #"{"AlarmName":"\#(world.name(label))","MetricName":"Load","Namespace":"App","Statistic":"Average","#
          + #""Period":60,"EvaluationPeriods":1,"ComparisonOperator":"GreaterThanThreshold","Threshold":{"$float":80}}"#,
        ""),
      call(
        world, "DescribeAlarms", #"{"AlarmNames":["\#(world.name(label))"]}"#,
        #"{"MetricAlarms":[\#(described(label, world))],"CompositeAlarms":[]}"#),
    ]
  }

  private static func all(_ world: World) -> Call {
    let all = world.anyOrder("alarms", ["load", "queue", "errors"]).map { described($0, world) }
    return call(
      world, "DescribeAlarms", "{}", #"{"MetricAlarms":[\#(all.joined(separator: ","))],"CompositeAlarms":[]}"#)
  }

  private static func statistics(_ label: String, _ world: World) -> Call {
    let points = (0..<3).map {
      #"{"Timestamp":{"$time":\#(world.time(label).seconds / 60 * 60 + Int64($0) * 60)},"Unit":"Percent","#
        + #""Average":{"$float":\#(world.number("\(label) \($0)", 1...99)).5}}"#
    }
    return call(
      world, "GetMetricStatistics",
      #"{"Namespace":"App","MetricName":"\#(world.name("metric \(label)"))","Period":60,"Statistics":["Average"],"#
        + #""StartTime":{"$time":\#(world.time(label).seconds)},"EndTime":{"$time":\#(world.time(label).seconds + 300)}}"#,
      #"{"Label":"Load","Datapoints":[\#(points.joined(separator: ","))]}"#)
  }

  private static func unknown(_ label: String, _ world: World) -> Call {
    var call = call(
      world, "SetAlarmState",
      #"{"AlarmName":"\#(world.name(label))","StateValue":"OK","StateReason":"test"}"#,
      #"{"__type":"com.amazonaws.cloudwatch#ResourceNotFound","message":"Unknown alarm"}"#)
    call.status = 404
    return call
  }

  private static func call(_ world: World, _ operation: String, _ request: String, _ answer: String) -> Call {
    Call(
      action: Action(service: "cloudwatch", operation: operation),
      target: "/service/GraniteServiceVersion20100801/operation/\(operation)",
      fields: [HTTPField("smithy-protocol", "rpc-v2-cbor"), HTTPField("Content-Type", "application/cbor")],
      body: request,
      answerFields: [
        HTTPField("x-amzn-RequestId", world.uuid("request \(operation) \(request)")),
        HTTPField("Content-Type", "application/cbor"), HTTPField("smithy-protocol", "rpc-v2-cbor"),
      ],
      answer: answer, isCBOR: true, endpoint: "https://monitoring.\(world.region).amazonaws.com")
  }
}

import Foundation
import TestKit

/// A span as a collector has received it.
struct ToldSpan: Sendable {
    let service: String
    let name: String
    let trace: String
    let id: String
    let parent: String?
    let start: String
    let attributes: [String: JSONValue]

    /// All spans of a collector's requests.
    static func all(_ collector: RecordingServer) -> [ToldSpan] {
        collector.seen.flatMap { request in
            let body = (try? JSONDecoder().decode(JSONValue.self, from: Data(request.body))) ?? .null
            return body["resourceSpans"].list.flatMap { spans(of: $0) }
        }
    }

    private static func spans(of resource: JSONValue) -> [ToldSpan] {
        let service = attributes(resource["resource"])["service.name"]?.text ?? ""
        return resource["scopeSpans"].list.flatMap { $0["spans"].list }.map { span in
            ToldSpan(
                service: service, name: span["name"].text ?? "", trace: span["traceId"].text ?? "",
                id: span["spanId"].text ?? "", parent: span["parentSpanId"].text,
                start: span["startTimeUnixNano"].text ?? "", attributes: attributes(span))
        }
    }

    private static func attributes(_ owner: JSONValue) -> [String: JSONValue] {
        Dictionary(
            owner["attributes"].list.map { ($0["key"].text ?? "", $0["value"]["stringValue"]) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// One trace, as a person reads it: what led to what.
struct TraceTree: Sendable {
    let spans: [ToldSpan]

    /// The trace that tells of a journey, such as an order's.
    init(of journey: String, _ all: [ToldSpan]) {
        let own = all.first { span in
            span.name.hasPrefix("send shop.order.changed")
                && span.attributes["messaging.message.conversation_id"]?.text == journey
        }
        spans = all.filter { $0.trace == own?.trace }
    }

    /// Those whose parent nobody told of, the beginning included.
    var withoutParent: [ToldSpan] {
        let ids = Set(spans.map(\.id))
        return spans.filter { span in span.parent.map { !ids.contains($0) } ?? true }
    }

    /// What led to a span, from the beginning to the span itself.
    func path(to span: ToldSpan) -> [ToldSpan] {
        var path = [span]
        while let parent = path[0].parent, let before = spans.first(where: { $0.id == parent }),
            path.count <= spans.count
        {
            path.insert(before, at: 0)
        }
        return path
    }

    /// The services that a path leads through, each as often as it is entered.
    func services(on path: [ToldSpan]) -> [String] {
        path.map(\.service).reduce(into: []) { services, service in
            if services.last != service { services.append(service) }
        }
    }

    /// The trace as text, indented by what led to what.
    var text: String {
        var lines: [String] = []
        func add(_ span: ToldSpan, _ depth: Int) {
            guard depth <= spans.count else { return }
            lines.append(String(repeating: "  ", count: depth) + "\(span.service): \(span.name)")
            let children = spans.filter { $0.parent == span.id }.sorted { $0.start < $1.start }
            for child in children { add(child, depth + 1) }
        }
        for root in withoutParent.sorted(by: { $0.start < $1.start }) { add(root, 0) }
        return lines.joined(separator: "\n")
    }
}

extension House {
    /// The settings by which every service tells its traces.
    static func traced(to collector: RecordingServer, _ more: [String: [String: String]] = [:])
        -> [String: [String: String]]
    {
        var services = more
        for name in everything where name != "sandbox" {
            services[name, default: [:]]["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.address
        }
        return services
    }
}

import Tracing

/// A batch of spans as OTLP writes it in JSON (opentelemetry-proto, `trace/v1/trace.proto` in the JSON mapping of
/// OTLP/HTTP): names in lowerCamelCase, ids in hexadecimal, 64-bit integers as strings, enumerations as numbers. What
/// has its default value is left out.
struct OTLPRequest: Encodable {
    struct ResourceSpans: Encodable {
        let resource: Resource
        let scopeSpans: [ScopeSpans]
    }

    struct Resource: Encodable {
        let attributes: [OTLPAttribute]
    }

    struct ScopeSpans: Encodable {
        let scope: Scope
        let spans: [OTLPSpan]
    }

    /// Which library made the spans: ours.
    struct Scope: Encodable {
        let name: String
        let version: String
    }

    let resourceSpans: [ResourceSpans]

    init(_ spans: [SpanRecord], of origin: TraceOrigin) {
        resourceSpans = [
            ResourceSpans(
                resource: Resource(attributes: origin.attributes),
                scopeSpans: [
                    ScopeSpans(scope: Scope(name: "shop-os", version: origin.version), spans: spans.map(OTLPSpan.init))
                ])
        ]
    }
}

/// Who exports: the resource of OpenTelemetry, the same for all spans of a process.
public struct TraceOrigin: Sendable {
    let service: String
    let instance: String
    let version: String

    /// Names the process.
    public init(service: String, instance: String, version: String) {
        self.service = service
        self.instance = instance
        self.version = version
    }

    var attributes: [OTLPAttribute] {
        [
            OTLPAttribute("service.name", .string(service)), OTLPAttribute("service.namespace", "shop-os"),
            OTLPAttribute("service.instance.id", .string(instance)), OTLPAttribute("service.version", .string(version)),
            OTLPAttribute("telemetry.sdk.name", "shop-os"), OTLPAttribute("telemetry.sdk.language", "swift"),
        ]
    }
}

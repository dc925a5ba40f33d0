internal import Logging
internal import Outbound
internal import Traces
internal import Tracing

/// Whether, where and how much of what happens is told as traces; the names are OpenTelemetry's.
struct TraceSettings: Sendable {
    /// The collector's address, to which `/v1/traces` is added; empty: nothing is traced.
    let endpoint: String = setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "collector that takes traces as OTLP/HTTP, such as http://host:4318 (empty: none)",
        default: "")
    let headers: Secret = setting(
        "OTEL_EXPORTER_OTLP_HEADERS", "headers for the collector: name=value between commas", default: Secret(""))
    let authority: String = setting(
        "OTEL_EXPORTER_OTLP_CERTIFICATE", "certificate authority of an https collector (empty: the system's)",
        default: "")
    let share: Double = setting(
        "OTEL_TRACES_SAMPLER_ARG", "share of the traces that are recorded, of those that begin here", default: 1,
        in: 0...1)

    /// Sets the process's tracer up; called once.
    ///
    /// - Returns: What sends the spans; nil where nothing is traced.
    func bootstrap(_ origin: TraceOrigin, logger: Logger) throws(ConfigurationError) -> OTLPExporter? {
        guard !endpoint.isEmpty else { return nil }
        guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else {
            throw ConfigurationError(key: "OTEL_EXPORTER_OTLP_ENDPOINT", "must begin with http:// or https://.")
        }
        let collector: OTLPEndpoint
        do {
            collector = try OTLPEndpoint(base: endpoint, headers: headers.reveal())
        } catch {
            throw ConfigurationError(key: "OTEL_EXPORTER_OTLP_HEADERS", "\(error.sentence).")
        }
        var configuration = HTTPClient.Configuration()
        configuration.maximumConcurrent = 1
        configuration.caFile = authority.isEmpty ? nil : authority
        let queue = SpanQueue()
        InstrumentationSystem.bootstrap(SpanTracer(Sampler(share: share), to: queue))
        return OTLPExporter(
            queue, to: collector, as: origin, http: HTTPClient(configuration), logger: logger)
    }
}

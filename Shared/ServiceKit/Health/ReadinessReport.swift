public import Foundation

/// What `/readyz` answers.
public struct ReadinessReport: Sendable, Equatable, Encodable {
    /// One check's last answer.
    public struct Line: Sendable, Equatable, Encodable {
        /// The check's name.
        public let name: String
        /// Whether it said yes.
        public let isReady: Bool
        /// Why not; nil when it said yes.
        public let reason: String?

        enum CodingKeys: String, CodingKey {
            case name
            case isReady = "ready"
            case reason
        }
    }

    /// Who is asked, for whoever asks several.
    public struct Identity: Sendable, Equatable, Encodable {
        /// The service's name.
        public let service: String
        /// Which of its instances it is.
        public let instance: String
        /// The build.
        public let version: String
        /// Since when it runs.
        public let startedAt: Date

        /// Says who it is.
        public init(service: String, instance: String, version: String, startedAt: Date) {
            self.service = service
            self.instance = instance
            self.version = version
            self.startedAt = startedAt
        }
    }

    /// Whether the service is about to end, which makes it unready whatever the checks say.
    public let isStopping: Bool
    /// Every check, in the order of the service's list.
    public let checks: [Line]
    /// Who it is; nil where nobody has said so.
    public var identity: Identity?

    /// Whether the service may be given work.
    public var isReady: Bool { !isStopping && checks.allSatisfy(\.isReady) }

    /// The JSON form: `{"status":"ready","checks":[{"name":"postgres","ready":true}]}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isStopping ? "stopping" : isReady ? "ready" : "unready", forKey: .status)
        try container.encode(checks, forKey: .checks)
        // Beside the others, as who reads it by eye looks for one line.
        try identity?.encode(to: encoder)
    }

    enum CodingKeys: String, CodingKey {
        case status, checks
    }
}

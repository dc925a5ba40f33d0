import Foundation
import Outbound

/// Where spans are sent.
public struct OTLPEndpoint: Sendable {
    let url: String
    let headers: HTTPHeaders

    /// Why an endpoint cannot be used; names what is wrong and no value.
    public struct Trouble: Error, Sendable, Hashable {
        /// Completes the sentence "the headers …".
        public let sentence: String
    }

    /// - Parameters:
    ///   - base: The collector's address; `/v1/traces` is added, as the specification of the exporter asks for.
    ///   - headers: `name=value` pairs between commas, values percent-encoded, as W3C Baggage writes them.
    public init(base: String, headers: String = "") throws(Trouble) {
        url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/v1/traces"
        var all: HTTPHeaders = [:]
        for pair in headers.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, let value = PercentEncoding.decode(parts[1]) else {
                throw Trouble(sentence: "must be name=value pairs between commas")
            }
            all.add(name: parts[0], value: value)
        }
        all["Content-Type"] = "application/json"
        self.headers = all
    }

    func request(_ body: [UInt8]) -> HTTPRequest { HTTPRequest(.post, url, headers: headers, body: body) }
}

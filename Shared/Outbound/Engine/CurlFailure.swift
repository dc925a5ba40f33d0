import CCurl

/// Turns libcurl's result into the question that the caller asks: may the other side have acted?
struct CurlFailure {
    let code: CURLcode
    let requestWritten: Bool
    let isTooLarge: Bool
    let deadlinePassed: Bool

    var kind: OutboundError.Kind {
        if isTooLarge { return .tooLarge }
        switch code {
        case CURLE_FILESIZE_EXCEEDED: return .tooLarge
        case CURLE_OPERATION_TIMEDOUT: return timeout
        case _ where Self.tls.contains(code.rawValue): return .tls
        // After the request went out, "unsupported protocol" is libcurl's word for an answer that is no HTTP.
        case _ where !requestWritten && Self.request.contains(code.rawValue): return .invalidRequest
        default: return requestWritten ? .interrupted : .unreachable
        }
    }

    /// libcurl has one result for two clocks: the deadline, and the shorter one for connecting.
    private var timeout: OutboundError.Kind {
        requestWritten || deadlinePassed ? .timedOut : .unreachable
    }

    private static let tls: Set<UInt32> = Set(
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
        ].map(\.rawValue))

    private static let request: Set<UInt32> = Set(
        [
            CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
            CURLE_NOT_BUILT_IN,
        ].map(\.rawValue))
}

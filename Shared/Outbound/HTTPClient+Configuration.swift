extension HTTPClient {
    /// The limits of one client. Give every partner its own client, so that a slow one takes no other's places.
    public struct Configuration: Sendable, Hashable {
        /// Sent as `User-Agent`.
        public var userAgent = "shop-os/1"
        /// A PEM file of trusted certificates in place of the system's; nil: the system's.
        public var caFile: String?
        /// Requests in flight at once, which is also how many connections are kept.
        public var maximumConcurrent = 64
        /// Requests that may wait for a free place; one more fails as ``OutboundError/Kind/overloaded``.
        public var maximumWaiting = 1024
        /// For name, connection and TLS handshake together; within the deadline of the request.
        public var connectTimeout: Duration = .seconds(5)
        /// How long an idle connection may be used again. Below the usual 60 s of servers, so that a request seldom
        /// meets a connection that is just being closed.
        public var idleLifetime: Duration = .seconds(45)
        /// Bytes of body that an answer may have, unless its request says otherwise.
        public var maximumResponseBytes = 8 << 20
        /// Bytes of header fields that an answer may have, interim answers and trailers included.
        public var maximumHeaderBytes = 64 << 10

        /// The defaults.
        public init() {}
    }
}

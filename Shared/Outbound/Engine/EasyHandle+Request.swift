import CCurl

extension EasyHandle {
    /// Everything libcurl has to know about a request. What is switched off here is on by default and unwanted.
    func prepare(_ request: HTTPRequest, _ configuration: HTTPClient.Configuration, timeLeft: Duration)
        throws(OutboundError)
    {
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try check(curl_allow_http_alone(pointer))
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // A proxy named by the environment would see secrets without anyone having configured it.
        try set(CURLOPT_PROXY, "")
        // Signatures cover the path as it is; libcurl would fold `..` segments.
        try set(CURLOPT_PATH_AS_IS, 1)
        // A name server that does not answer would otherwise hold up every other transfer when its request gives up.
        try check(curl_leave_resolver_behind(pointer))
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        try set(CURLOPT_MAXFILESIZE, request.maximumResponseBytes ?? configuration.maximumResponseBytes)
        try setTimes(configuration, timeLeft)
        try setTLS(configuration)
        try setMethod(request)
        try setHeaders(headerLines(request))
    }

    private func setTimes(_ configuration: HTTPClient.Configuration, _ timeLeft: Duration) throws(OutboundError) {
        try set(CURLOPT_TIMEOUT_MS, milliseconds(timeLeft))
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(configuration.connectTimeout))
        try set(CURLOPT_MAXAGE_CONN, Int(configuration.idleLifetime.components.seconds))
    }

    private func setTLS(_ configuration: HTTPClient.Configuration) throws(OutboundError) {
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        guard let caFile = configuration.caFile else { return }
        try set(CURLOPT_CAINFO, caFile)
        // Beside the file libcurl looks into the system's folder of authorities, which would go on vouching for
        // servers.
        try set(CURLOPT_CAPATH, nil)
    }

    private func setMethod(_ request: HTTPRequest) throws(OutboundError) {
        switch request.method {
        case .get:
            try set(CURLOPT_HTTPGET, 1)
        case .head:
            try set(CURLOPT_NOBODY, 1)
        case .delete where request.body.isEmpty:
            try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .post, .put, .patch, .delete:
            try setBody(request.body)
            try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func headerLines(_ request: HTTPRequest) -> [String] {
        // `Name;` is libcurl's way to send a field without a value.
        var lines = request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        // Waiting for leave to send a body costs a round trip, a second where the server does not know the question.
        if request.headers["Expect"] == nil { lines.append("Expect:") }
        return lines
    }

    /// At least 1, since 0 means "for ever" to libcurl; at most what 32 bits hold.
    private func milliseconds(_ duration: Duration) -> Int {
        Int(min(max((duration / .milliseconds(1)).rounded(.up), 1), Double(Int32.max)))
    }
}

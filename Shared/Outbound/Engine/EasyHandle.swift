import CCurl

/// One libcurl transfer with everything that it points to; the one owner of that memory.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let host: String
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var fields: UnsafeMutablePointer<curl_slist>?

    init(host: String) throws(OutboundError) {
        guard let pointer = curl_easy_init() else {
            errorText.deallocate()
            throw OutboundError(.unreachable, host: host, detail: "libcurl gave no handle")
        }
        self.pointer = pointer
        self.host = host
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(fields)
        errorText.deallocate()
    }

    /// What libcurl says about a result: its sentence for this transfer, else the general one.
    func explain(_ code: CURLcode) -> String {
        let specific = String(cString: errorText)
        return specific.isEmpty ? String(cString: curl_easy_strerror(code)) : specific
    }

    /// Bytes of the request, headers included, that the network has taken; libcurl counts them as they go out.
    var bytesWritten: Int { number(CURLINFO_REQUEST_SIZE) }

    /// The status of the final answer, 0 when there is none.
    var status: Int { number(CURLINFO_RESPONSE_CODE) }

    /// Since setting out.
    var elapsed: Duration {
        var microseconds: curl_off_t = 0
        curl_get_offset(pointer, CURLINFO_TOTAL_TIME_T, &microseconds)
        return .microseconds(microseconds)
    }

    func set(_ option: CURLoption, _ value: Int) throws(OutboundError) {
        try check(curl_set_number(pointer, option, value))
    }

    /// Nil takes back what libcurl does by itself.
    func set(_ option: CURLoption, _ value: String?) throws(OutboundError) {
        try check(curl_set_text(pointer, option, value))
    }

    /// libcurl copies the bytes, so that nobody has to keep them alive.
    func setBody(_ body: [UInt8]) throws(OutboundError) {
        try check(curl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        let code = body.withUnsafeBytes { bytes in
            // An empty array may have no address, which libcurl would take for "no body at all".
            withUnsafePointer(to: 0 as UInt8) { nothing in
                let start = bytes.baseAddress ?? UnsafeRawPointer(nothing)
                return curl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            }
        }
        try check(code)
    }

    /// Header fields as they go over the wire; a line that ends with a colon takes libcurl's own field away.
    func setHeaders(_ lines: [String]) throws(OutboundError) {
        for line in lines {
            guard let longer = curl_slist_append(fields, line) else {
                throw OutboundError(.unreachable, host: host, detail: "no memory for header fields")
            }
            fields = longer
        }
        try check(curl_set_pointer(pointer, CURLOPT_HTTPHEADER, fields))
    }

    /// Where bytes and questions go; `listener` must outlive the transfer.
    func setCallbacks(_ callbacks: TransferCallbacks, listener: UnsafeMutableRawPointer) throws(OutboundError) {
        try check(curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
        try check(curl_set_receiver(pointer, CURLOPT_HEADERFUNCTION, callbacks.header))
        try check(curl_set_pointer(pointer, CURLOPT_HEADERDATA, listener))
        try check(curl_set_receiver(pointer, CURLOPT_WRITEFUNCTION, callbacks.body))
        try check(curl_set_pointer(pointer, CURLOPT_WRITEDATA, listener))
        try check(curl_set_before_request(pointer, callbacks.beforeRequest))
        try check(curl_set_pointer(pointer, CURLOPT_PREREQDATA, listener))
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        curl_get_number(pointer, info, &value)
        return value
    }

    func check(_ code: CURLcode) throws(OutboundError) {
        guard code == CURLE_OK else {
            throw OutboundError(.invalidRequest, host: host, detail: String(cString: curl_easy_strerror(code)))
        }
    }
}

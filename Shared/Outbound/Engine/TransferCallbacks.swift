import CCurl

/// The C functions through which libcurl reports; each finds its exchange behind the pointer that it was given.
struct TransferCallbacks {
    typealias Receive = @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int
    typealias BeforeRequest =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
        ) -> Int32

    let header: Receive
    let body: Receive
    let beforeRequest: BeforeRequest

    /// A receiver answers with how many bytes it took; anything else than all of them stops the transfer.
    static let toExchange = TransferCallbacks(
        header: { start, size, count, listener in
            let bytes = UnsafeRawBufferPointer(start: start, count: size * count)
            return exchange(listener)?.receive(header: bytes) == true ? bytes.count : -1
        },
        body: { start, size, count, listener in
            let bytes = UnsafeRawBufferPointer(start: start, count: size * count)
            return exchange(listener)?.receive(body: bytes) == true ? bytes.count : -1
        },
        beforeRequest: { listener, _, _, _, _ in
            exchange(listener)?.maySend() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        })

    /// Not retained: the table of transfers keeps an exchange as long as libcurl may call.
    private static func exchange(_ listener: UnsafeMutableRawPointer?) -> Exchange? {
        listener.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }
}

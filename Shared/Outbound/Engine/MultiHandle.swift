import CCurl
import Foundation
import Synchronization

/// libcurl's set of transfers with its kept connections; the one owner of that memory.
///
/// `@unchecked Sendable`: libcurl allows `curl_multi_wakeup` from every thread (the lock keeps it from racing the end);
/// all else is called by the client's thread alone.
final class MultiHandle: @unchecked Sendable {
    /// Once per process, before anything else of libcurl.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private let pointer: UnsafeMutableRawPointer?
    private let isOpen = Mutex(true)

    init(connections: Int) {
        pointer = Self.isLibraryReady ? curl_multi_init() : nil
        if let pointer {
            // HTTP/1.1 alone is spoken; without this libcurl would hold requests back in hope of multiplexing.
            curl_multi_set_number(pointer, CURLMOPT_PIPELINING, 0)
            curl_multi_set_number(pointer, CURLMOPT_MAXCONNECTS, connections)
        }
    }

    deinit {
        close()
    }

    /// Ends the current or the next wait at once. From any thread; nothing once closed.
    func wakeUp() {
        isOpen.withLock { isOpen in
            if isOpen { curl_multi_wakeup(pointer) }
        }
    }

    /// Closes the kept connections. Every transfer must have been removed.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { curl_multi_cleanup(pointer) }
            isOpen = false
        }
    }

    func add(_ easy: EasyHandle, host: String) throws(OutboundError) {
        let code = pointer.map { curl_multi_add_handle($0, easy.pointer) } ?? CURLM_OUT_OF_MEMORY
        guard code == CURLM_OK else {
            throw OutboundError(.unreachable, host: host, detail: String(cString: curl_multi_strerror(code)))
        }
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(pointer, easy.pointer)
    }

    func perform() {
        var running: Int32 = 0
        curl_multi_perform(pointer, &running)
    }

    /// A transfer that ended, with its result; nil when there is none.
    func nextFinished() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            return (easy, curl_message_result(message))
        }
        return nil
    }

    func wait(atMost duration: Duration) {
        guard let pointer else {
            // Without libcurl every request fails at once; the thread must not spin meanwhile.
            return Thread.sleep(forTimeInterval: 0.1)
        }
        let milliseconds = duration / .milliseconds(1)
        curl_multi_poll(pointer, nil, 0, Int32(milliseconds.rounded(.up)), nil)
    }
}

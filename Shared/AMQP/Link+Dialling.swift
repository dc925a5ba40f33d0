import CRabbitMQ
import Glibc

extension Link {
    /// Opens the socket, under TLS 1.2 or later where the configuration asks for it.
    static func dial(_ handle: amqp_connection_state_t, _ configuration: AMQPConfiguration) throws(AMQPError) {
        var timeout = timeval(configuration.timeout)
        amqp_set_handshake_timeout(handle, &timeout)
        amqp_set_rpc_timeout(handle, &timeout)
        let socket =
            if let tls = configuration.tls { try secureSocket(handle, tls) } else { amqp_tcp_socket_new(handle) }
        guard let socket else { throw AMQPError(.connectionLost, "there is no memory for a socket") }
        let status = amqp_socket_open_noblock(socket, configuration.host, Int32(configuration.port), &timeout)
        if status < 0 {
            throw error(
                status, "reach the broker at \(configuration.host):\(configuration.port)",
                because: explanation(status, configuration))
        }
    }

    private static func secureSocket(
        _ handle: amqp_connection_state_t, _ tls: AMQPConfiguration.TLS
    ) throws(AMQPError) -> OpaquePointer? {
        guard let socket = amqp_ssl_socket_new(handle) else { return nil }
        // librabbitmq 0.11 would permit TLS 1.0.
        guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0 else {
            throw AMQPError(.configuration, "this OpenSSL does not know TLS 1.2")
        }
        guard amqp_ssl_socket_set_cacert(socket, tls.caFile) == 0 else {
            throw AMQPError(.configuration, "the certificate authority's file \(tls.caFile) cannot be read")
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            guard amqp_ssl_socket_set_key(socket, certificate, key) == 0 else {
                throw AMQPError(.configuration, "the certificate \(certificate) and its key cannot be used")
            }
        }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesHostname ? 1 : 0)
        return socket
    }

    /// Logs in and announces that we understand cancelled consumers and blocked connections: without that the broker
    /// tells us neither.
    static func login(
        _ handle: amqp_connection_state_t, _ configuration: AMQPConfiguration, _ arena: Arena
    ) throws(AMQPError) {
        var properties = arena.table([
            "connection_name": .string(configuration.connectionName),
            "product": "shop-os", "instance": .string(configuration.instance),
            "capabilities": .table([
                "authentication_failure_close": true, "basic.nack": true, "connection.blocked": true,
                "consumer_cancel_notify": true, "publisher_confirms": true,
            ]),
        ])
        let frameMax: Int32 = 131_072
        let reply = shop_login(
            handle, configuration.vhost, frameMax, Int32(configuration.heartbeat), &properties, configuration.user,
            configuration.password)
        try check(
            reply, "log in as \(configuration.user) to \(configuration.vhost)",
            because: explanation(reply.library_error, configuration))
    }

    /// Turns the answer to a synchronous call into an error that says what was tried and why it failed.
    static func check(
        _ reply: amqp_rpc_reply_t, _ doing: String, because explanation: @autoclosure () -> String = ""
    ) throws(AMQPError) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: throw error(reply.library_error, doing, because: explanation())
        case AMQP_RESPONSE_SERVER_EXCEPTION: throw refusal(reply.reply, doing)
        default: throw AMQPError(.protocolViolation, "could not \(doing): the broker sent no answer")
        }
    }

    private static func refusal(_ method: amqp_method_t, _ doing: String) -> AMQPError {
        let decoding = WireDecoding()
        switch method.id {
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = method.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return AMQPError(
                .refused, "could not \(doing): \(decoding.text(close.reply_text))", replyCode: Int(close.reply_code))
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = method.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            let code: AMQPError.Code = close.reply_code == 403 || close.reply_code == 530 ? .accessRefused : .refused
            return AMQPError(
                code, "could not \(doing): \(decoding.text(close.reply_text))", replyCode: Int(close.reply_code))
        default:
            return AMQPError(.protocolViolation, "could not \(doing): unexpected method \(method.id)")
        }
    }

    /// The error of one of librabbitmq's status numbers, with what it leaves unsaid.
    static func error(_ status: Int32, _ doing: String, because explanation: String = "") -> AMQPError {
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
        let code: AMQPError.Code =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_TIMEOUT, AMQP_STATUS_HEARTBEAT_TIMEOUT: .timedOut
            case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNEXPECTED_STATE: .protocolViolation
            case AMQP_STATUS_SSL_PEER_VERIFY_FAILED, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED: .accessRefused
            default: .connectionLost
            }
        return AMQPError(code, "could not \(doing): \(text)\(explanation)")
    }
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}

import CRabbitMQ
import Glibc

/// What the broker told us, already in Swift memory.
enum LinkEvent {
    case delivered(
        tag: UInt64, isRedelivered: Bool, exchange: String, routingKey: String, MessageProperties, [UInt8], size: Int)
    case confirmed(tag: UInt64, isMultiple: Bool)
    case refused(tag: UInt64, isMultiple: Bool)
    case returned(code: Int, text: String, exchange: String, routingKey: String, MessageProperties)
    /// The broker ended our subscription: the queue is gone or has moved.
    case consumerCancelled
    /// The broker agreed that we stop consuming.
    case consumerStopped
    /// A resource alarm: the broker reads nothing that we publish until ``unblocked``.
    case blocked(reason: String)
    case unblocked
}

/// One logged-in connection with its one channel: the owner of librabbitmq's handle.
///
/// Everything here blocks and belongs to one thread, the one that made it (``ConnectionThread``). One channel only,
/// because librabbitmq drops queued frames of other channels while it waits for one.
final class Link {
    private let handle: amqp_connection_state_t
    private let heartbeat: Int
    private let largestBody: Int
    /// Host, port and virtual host.
    private let broker: String
    private let user: String
    private let arena = Arena()
    private var decoding = WireDecoding()
    private var content: Content?
    private var bytesSinceWritable = 0
    /// The socket, for the watchdog, which may shut it down from its own thread.
    let socket: Int32
    static let channel: amqp_channel_t = 1
    /// What may be written between two checks that the socket takes more; less than any default send buffer.
    private static let unchecked = 32 * 1024

    /// Dials, logs in and opens the channel.
    init(_ configuration: AMQPConfiguration) throws(AMQPError) {
        handle = amqp_new_connection()
        heartbeat = configuration.heartbeat
        largestBody = configuration.largestBody
        broker = "\(configuration.host):\(configuration.port)/\(configuration.vhost)"
        user = configuration.user
        do throws(AMQPError) {
            try Self.dial(handle, configuration)
            try Self.login(handle, configuration, Arena())
            amqp_channel_open(handle, Self.channel)
            try Self.check(amqp_get_rpc_reply(handle), "open a channel")
        } catch {
            amqp_destroy_connection(handle)
            throw error
        }
        socket = Int32(amqp_get_sockfd(handle))
    }

    deinit {
        amqp_destroy_connection(handle)
    }

    // MARK: Asking and waiting

    /// Declares exchanges, queues and bindings; a difference to what exists is an error.
    func declare(_ topology: BrokerTopology) throws(AMQPError) {
        try FirstDeclaration.take(topology, at: broker) { () throws(AMQPError) in try declareNow(topology) }
    }

    private func declareNow(_ topology: BrokerTopology) throws(AMQPError) {
        try declare(topology.exchanges)
        for queue in topology.queues { try declare(queue) }
        for binding in topology.bindings {
            if binding.mayBeRefused { try bindIfAllowed(binding) } else { try bind(binding) }
        }
    }

    func declare(_ queue: BrokerTopology.Queue) throws(AMQPError) {
        arena.reset()
        amqp_queue_declare(
            handle, Self.channel, arena.bytes(queue.name), 0, queue.isDurable ? 1 : 0, queue.isExclusive ? 1 : 0,
            queue.isExclusive ? 1 : 0, arena.table(queue.arguments))
        try check("declare queue \(queue.name)")
    }

    func bind(_ binding: BrokerTopology.Binding) throws(AMQPError) {
        arena.reset()
        amqp_queue_bind(
            handle, Self.channel, arena.bytes(binding.queue), arena.bytes(binding.exchange),
            arena.bytes(binding.routingKey), amqp_empty_table)
        try check("bind queue \(binding.queue) to \(binding.exchange)")
    }

    /// A user who may not bind to an exchange finds its queues bound.
    private func bindIfAllowed(_ binding: BrokerTopology.Binding) throws(AMQPError) {
        let place = "\(user)@\(broker) \(binding.exchange)"
        guard !FirstDeclaration.isForbidden(at: place) else { return }
        do throws(AMQPError) {
            try bind(binding)
        } catch  where error.code == .refused && error.replyCode == AMQPError.accessRefusedReply {
            FirstDeclaration.forbid(at: place)
            try reopenChannel()
        }
    }

    /// A user who may not make exchanges finds them made: without them its bindings and publications are refused, and
    /// that is the error to tell.
    private func declare(_ exchanges: [BrokerTopology.Exchange]) throws(AMQPError) {
        let place = "\(user)@\(broker)"
        guard !exchanges.isEmpty, !FirstDeclaration.isForbidden(at: place) else { return }
        do throws(AMQPError) {
            for exchange in exchanges { try declare(exchange) }
        } catch  where error.code == .refused && error.replyCode == AMQPError.accessRefusedReply {
            FirstDeclaration.forbid(at: place)
            try reopenChannel()
        }
    }

    func declare(_ exchange: BrokerTopology.Exchange) throws(AMQPError) {
        arena.reset()
        amqp_exchange_declare(
            handle, Self.channel, arena.bytes(exchange.name), arena.bytes(exchange.kind.rawValue), 0, 1, 0, 0,
            amqp_empty_table)
        try check("declare exchange \(exchange.name)")
    }

    /// Agrees to the end of the channel, which the broker closed over an error, and opens it again under its number.
    func reopenChannel() throws(AMQPError) {
        var agreed = amqp_channel_close_ok_t()
        try sent(amqp_send_method(handle, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &agreed), "close the channel")
        amqp_channel_open(handle, Self.channel)
        try check("open the channel again")
    }

    /// Asks that every publication is confirmed; tags count from 1.
    func enableConfirms() throws(AMQPError) {
        amqp_confirm_select(handle, Self.channel)
        try check("enable confirms")
    }

    /// Subscribes; at most `prefetch` deliveries are unacknowledged at a time.
    func consume(_ queue: String, prefetch: Int, tag: String) throws(AMQPError) {
        amqp_basic_qos(handle, Self.channel, 0, UInt16(clamping: prefetch), 0)
        try check("set the prefetch")
        arena.reset()
        amqp_basic_consume(
            handle, Self.channel, arena.bytes(queue), arena.bytes(tag), 0, 0, 0, amqp_empty_table)
        try check("consume \(queue)")
    }

    /// Tells the broker that we stop consuming; it answers with ``LinkEvent/consumerStopped``.
    func stopConsuming(tag: String) throws(AMQPError) {
        arena.reset()
        var cancel = amqp_basic_cancel_t(consumer_tag: arena.bytes(tag), nowait: 0)
        try sent(amqp_send_method(handle, Self.channel, AMQP_BASIC_CANCEL_METHOD, &cancel), "stop consuming")
    }

    /// Acknowledges a delivery and all before it.
    func acknowledge(through tag: UInt64) throws(AMQPError) {
        try sent(amqp_basic_ack(handle, Self.channel, tag, 1), "acknowledge")
    }

    /// Gives one delivery back to the queue.
    func giveBack(_ tag: UInt64) throws(AMQPError) {
        try sent(amqp_basic_nack(handle, Self.channel, tag, 0, 1), "give back")
    }

    /// Says goodbye; errors no longer matter.
    func close() {
        amqp_connection_close(handle, AMQP_REPLY_SUCCESS)
    }

    // MARK: Writing

    /// Whether the socket takes more without blocking, checked every 32 KiB: a broker under alarm stops reading, and a
    /// write inside librabbitmq would then block without end.
    func isWritable() -> Bool {
        guard bytesSinceWritable >= Self.unchecked else { return true }
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&descriptor, 1, 0) == 1, descriptor.revents & Int16(POLLOUT) != 0 else { return false }
        bytesSinceWritable = 0
        return true
    }

    /// Holds back small segments while many messages are written: the broker then reads few large ones.
    func cork(_ on: Bool) {
        var flag: Int32 = on ? 1 : 0
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &flag, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Writes one message to the socket. That says nothing of its fate: the confirm does.
    func publish(_ message: Publication) throws(AMQPError) {
        arena.reset()
        var properties = wireProperties(message.properties)
        let status = message.body.withUnsafeBytes { body in
            amqp_basic_publish(
                handle, Self.channel, arena.bytes(message.exchange), arena.bytes(message.routingKey),
                message.isMandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        bytesSinceWritable += message.body.count + 512
        try sent(status, "publish")
    }

    private func wireProperties(_ properties: MessageProperties) -> amqp_basic_properties_t {
        var wire = amqp_basic_properties_t()
        func mark(_ flag: Int32) { wire._flags |= UInt32(bitPattern: flag) }
        mark(AMQP_BASIC_DELIVERY_MODE_FLAG)
        wire.delivery_mode = properties.isPersistent ? 2 : 1
        func set(_ text: String?, _ path: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>, _ flag: Int32) {
            guard let text else { return }
            wire[keyPath: path] = arena.bytes(text)
            mark(flag)
        }
        set(properties.contentType, \.content_type, AMQP_BASIC_CONTENT_TYPE_FLAG)
        set(properties.messageID, \.message_id, AMQP_BASIC_MESSAGE_ID_FLAG)
        set(properties.correlationID, \.correlation_id, AMQP_BASIC_CORRELATION_ID_FLAG)
        set(properties.type, \.type, AMQP_BASIC_TYPE_FLAG)
        set(properties.replyTo, \.reply_to, AMQP_BASIC_REPLY_TO_FLAG)
        set(properties.expiration, \.expiration, AMQP_BASIC_EXPIRATION_FLAG)
        set(properties.userID, \.user_id, AMQP_BASIC_USER_ID_FLAG)
        if let timestamp = properties.timestamp {
            wire.timestamp = timestamp
            mark(AMQP_BASIC_TIMESTAMP_FLAG)
        }
        if properties.headers.count > 0 {
            wire.headers = arena.table(properties.headers)
            mark(AMQP_BASIC_HEADERS_FLAG)
        }
        return wire
    }

    // MARK: Reading

    /// Takes every frame that has arrived, until none is left; must run before anything is written.
    ///
    /// librabbitmq 0.11 blocks for ever in a publish once the broker's heartbeat is overdue; reading first finds that
    /// out and throws instead. Frames can wait inside the library where the socket cannot announce them, so only a
    /// drain to the end may be followed by a wait on the socket.
    func drain(_ received: (LinkEvent) throws(AMQPError) -> Void) throws(AMQPError) {
        while true {
            var frame = amqp_frame_t()
            var now = timeval(tv_sec: 0, tv_usec: 0)
            let status = amqp_simple_wait_frame_noblock(handle, &frame, &now)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return }
            try sent(status, "read")
            if let event = try take(frame) { try received(event) }
            amqp_maybe_release_buffers_on_channel(handle, Self.channel)
        }
    }

    /// How long the thread may sleep before librabbitmq must look after its heartbeats.
    var patience: Duration {
        heartbeat > 0 ? .milliseconds(heartbeat * 250) : .seconds(5)
    }

    private func take(_ frame: amqp_frame_t) throws(AMQPError) -> LinkEvent? {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: return try take(frame.payload.method)
        case AMQP_FRAME_HEADER:
            guard let raw = frame.payload.properties.decoded else { return nil }
            let properties = raw.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
            content?.begin(decoding.properties(properties), size: frame.payload.properties.body_size)
        case AMQP_FRAME_BODY:
            let fragment = frame.payload.body_fragment
            content?.append(UnsafeRawBufferPointer(start: fragment.bytes, count: fragment.len))
        default: return nil
        }
        guard let finished = content?.finished() else { return nil }
        content = nil
        return finished
    }

    private func take(_ method: amqp_method_t) throws(AMQPError) -> LinkEvent? {
        func decoded<T>(_ type: T.Type) -> T { method.decoded.assumingMemoryBound(to: type).pointee }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver = decoded(amqp_basic_deliver_t.self)
            content = Content(
                .delivery(tag: deliver.delivery_tag, isRedelivered: deliver.redelivered != 0),
                exchange: decoding.name(deliver.exchange), routingKey: decoding.name(deliver.routing_key),
                largest: largestBody)
        case AMQP_BASIC_RETURN_METHOD:
            let back = decoded(amqp_basic_return_t.self)
            content = Content(
                .returned(code: Int(back.reply_code), text: decoding.text(back.reply_text)),
                exchange: decoding.name(back.exchange), routingKey: decoding.name(back.routing_key),
                largest: largestBody)
        case AMQP_BASIC_ACK_METHOD:
            let ack = decoded(amqp_basic_ack_t.self)
            return .confirmed(tag: ack.delivery_tag, isMultiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack = decoded(amqp_basic_nack_t.self)
            return .refused(tag: nack.delivery_tag, isMultiple: nack.multiple != 0)
        case AMQP_BASIC_CANCEL_METHOD:
            var answer = amqp_basic_cancel_ok_t(consumer_tag: decoded(amqp_basic_cancel_t.self).consumer_tag)
            try sent(
                amqp_send_method(handle, Self.channel, AMQP_BASIC_CANCEL_OK_METHOD, &answer), "answer a cancellation")
            return .consumerCancelled
        case AMQP_BASIC_CANCEL_OK_METHOD: return .consumerStopped
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return .blocked(reason: decoding.text(decoded(amqp_connection_blocked_t.self).reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD: return .unblocked
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = decoded(amqp_channel_close_t.self)
            throw AMQPError(.refused, decoding.text(close.reply_text), replyCode: Int(close.reply_code))
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = decoded(amqp_connection_close_t.self)
            throw AMQPError(.connectionLost, decoding.text(close.reply_text), replyCode: Int(close.reply_code))
        default: break
        }
        return nil
    }

    // MARK: Errors

    private func check(_ doing: String) throws(AMQPError) {
        try Self.check(amqp_get_rpc_reply(handle), doing)
    }

    private func sent(_ status: Int32, _ doing: String) throws(AMQPError) {
        if status < 0 { throw Self.error(status, doing) }
    }
}

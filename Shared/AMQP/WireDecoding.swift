import CRabbitMQ

/// Copies what librabbitmq has decoded into Swift values; its own memory is gone with the next release of buffers.
struct WireDecoding {
    private var names = StringInterner()
    /// Deeper tables are cut off: a sender must not be able to exhaust our stack.
    private static let deepest = 8

    mutating func name(_ bytes: amqp_bytes_t) -> String {
        names.string(bytes)
    }

    func text(_ bytes: amqp_bytes_t) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }

    mutating func properties(_ raw: amqp_basic_properties_t) -> MessageProperties {
        func has(_ flag: Int32) -> Bool { raw._flags & UInt32(bitPattern: flag) != 0 }
        var properties = MessageProperties(isPersistent: has(AMQP_BASIC_DELIVERY_MODE_FLAG) && raw.delivery_mode == 2)
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { properties.contentType = name(raw.content_type) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { properties.messageID = text(raw.message_id) }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) { properties.correlationID = text(raw.correlation_id) }
        if has(AMQP_BASIC_TYPE_FLAG) { properties.type = name(raw.type) }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { properties.replyTo = name(raw.reply_to) }
        if has(AMQP_BASIC_EXPIRATION_FLAG) { properties.expiration = name(raw.expiration) }
        if has(AMQP_BASIC_USER_ID_FLAG) { properties.userID = name(raw.user_id) }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { properties.timestamp = raw.timestamp }
        if has(AMQP_BASIC_HEADERS_FLAG) { properties.headers = headers(raw.headers, depth: 0) }
        return properties
    }

    private mutating func headers(_ table: amqp_table_t, depth: Int) -> Headers {
        var headers = Headers()
        for index in 0..<Int(table.num_entries) {
            let entry = table.entries[index]
            headers.append(name(entry.key), value(entry.value, depth: depth))
        }
        return headers
    }

    private mutating func value(_ field: amqp_field_value_t, depth: Int) -> HeaderValue {
        switch amqp_field_value_kind_t(UInt32(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: .int(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8: .int(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16: .int(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16: .int(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32: .int(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32: .int(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64: .int(field.value.i64)
        case AMQP_FIELD_KIND_U64: .int(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_F32: .double(Double(field.value.f32))
        case AMQP_FIELD_KIND_F64: .double(field.value.f64)
        case AMQP_FIELD_KIND_UTF8: .string(text(field.value.bytes))
        case AMQP_FIELD_KIND_BYTES: .bytes(bytes(field.value.bytes))
        case AMQP_FIELD_KIND_TIMESTAMP: .timestamp(field.value.u64)
        case AMQP_FIELD_KIND_ARRAY where depth < Self.deepest: .array(array(field.value.array, depth: depth + 1))
        case AMQP_FIELD_KIND_TABLE where depth < Self.deepest: table(field.value.table, depth: depth + 1)
        default: .void
        }
    }

    private mutating func array(_ array: amqp_array_t, depth: Int) -> [HeaderValue] {
        var values: [HeaderValue] = []
        for index in 0..<Int(array.num_entries) { values.append(value(array.entries[index], depth: depth)) }
        return values
    }

    private mutating func table(_ raw: amqp_table_t, depth: Int) -> HeaderValue {
        let entries = headers(raw, depth: depth).entries
        return .table(Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first })
    }

    private func bytes(_ bytes: amqp_bytes_t) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len))
    }
}

import CRabbitMQ

/// Scratch memory for the arguments of one C call: bytes are copied in, pointers stay good until ``reset()``.
///
/// librabbitmq copies what it sends before the call returns, so one arena serves call after call without allocating.
final class Arena {
    private var chunks: [UnsafeMutableRawBufferPointer] = []
    private var current = 0
    private var used = 0
    private static let chunkSize = 16 * 1024

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    /// Forgets everything that was copied in; the memory is kept for the next call.
    func reset() {
        current = 0
        used = 0
    }

    /// The UTF-8 bytes of a text.
    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    /// Raw bytes.
    func bytes(_ bytes: [UInt8]) -> amqp_bytes_t {
        bytes.withUnsafeBytes { copy($0) }
    }

    /// A header table.
    func table(_ headers: Headers) -> amqp_table_t {
        guard headers.count > 0 else { return amqp_empty_table }
        let entries = allocate(amqp_table_entry_t.self, headers.count)
        for (index, entry) in headers.enumerated() {
            entries[index] = amqp_table_entry_t(key: bytes(entry.name), value: field(entry.value))
        }
        return amqp_table_t(num_entries: Int32(headers.count), entries: entries.baseAddress)
    }

    private func field(_ value: HeaderValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        func set(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(kind.rawValue) }
        switch value {
        case .bool(let flag):
            set(AMQP_FIELD_KIND_BOOLEAN)
            field.value.boolean = flag ? 1 : 0
        case .int(let number):
            set(AMQP_FIELD_KIND_I64)
            field.value.i64 = number
        case .double(let number):
            set(AMQP_FIELD_KIND_F64)
            field.value.f64 = number
        case .string(let text):
            set(AMQP_FIELD_KIND_UTF8)
            field.value.bytes = bytes(text)
        case .bytes(let raw):
            set(AMQP_FIELD_KIND_BYTES)
            field.value.bytes = bytes(raw)
        case .timestamp(let seconds):
            set(AMQP_FIELD_KIND_TIMESTAMP)
            field.value.u64 = seconds
        case .array(let values):
            set(AMQP_FIELD_KIND_ARRAY)
            field.value.array = array(values)
        case .table(let entries):
            set(AMQP_FIELD_KIND_TABLE)
            field.value.table = table(headers(entries))
        case .void:
            set(AMQP_FIELD_KIND_VOID)
        }
        return field
    }

    private func headers(_ entries: [String: HeaderValue]) -> Headers {
        var headers = Headers()
        for name in entries.keys.sorted() { headers[name] = entries[name] }
        return headers
    }

    private func array(_ values: [HeaderValue]) -> amqp_array_t {
        let entries = allocate(amqp_field_value_t.self, values.count)
        for (index, value) in values.enumerated() { entries[index] = field(value) }
        return amqp_array_t(num_entries: Int32(values.count), entries: entries.baseAddress)
    }

    private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard source.count > 0 else { return amqp_empty_bytes }
        let target = reserve(source.count, alignment: 1)
        target.copyMemory(from: source)
        return amqp_bytes_t(len: source.count, bytes: target.baseAddress)
    }

    private func allocate<T>(_ type: T.Type, _ count: Int) -> UnsafeMutableBufferPointer<T> {
        guard count > 0 else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
        return reserve(count * MemoryLayout<T>.stride, alignment: MemoryLayout<T>.alignment).bindMemory(to: type)
    }

    private func reserve(_ size: Int, alignment: Int) -> UnsafeMutableRawBufferPointer {
        var start = (used + alignment - 1) & ~(alignment - 1)
        while current < chunks.count && start + size > chunks[current].count {
            current += 1
            start = 0
        }
        if current == chunks.count {
            chunks.append(.allocate(byteCount: max(Self.chunkSize, size), alignment: 16))
            start = 0
        }
        used = start + size
        return UnsafeMutableRawBufferPointer(rebasing: chunks[current][start..<start + size])
    }
}

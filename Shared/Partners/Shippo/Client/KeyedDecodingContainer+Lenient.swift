import Outbound

extension KeyedDecodingContainer {
    /// A value that is good to have and nothing depends on: nil also where it cannot be read.
    func lenient<Value: LooseValue>(_ key: Key) -> Value? {
        (try? decode(Loose<Value>.self, forKey: key))?.wrappedValue
    }
}

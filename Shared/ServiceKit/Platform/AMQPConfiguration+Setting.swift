public import AMQP

extension AMQPConfiguration {
    /// Reads a broker's address as a setting holds it.
    ///
    /// - Throws: ``ConfigurationError`` that names the setting and says what is wrong, without the password.
    public static func setting(
        _ key: String, _ url: Secret, tls: TLS?
    ) throws(ConfigurationError) -> AMQPConfiguration {
        do {
            return try AMQPConfiguration(url: url.reveal(), tls: tls)
        } catch {
            throw ConfigurationError(key: key, "cannot be used: \(error.message).")
        }
    }
}

import NIOSSL
import ServiceKit

/// What the gateway shows to callers who come over TLS: its certificates and their key, both as PEM.
struct ServerCertificate: Sendable {
    /// Certificates, the gateway's own first, each followed by the one that signed it.
    let chain: String
    let key: Secret

    /// TLS 1.2 and later, without asking callers for certificates.
    ///
    /// - Throws: ``ConfigurationError`` that names the setting that is wrong, without what is in it.
    func configuration() throws(ConfigurationError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try certificates().map { .certificate($0) }, privateKey: .privateKey(try privateKey()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ConfigurationError(key: "GATEWAY_TLS_KEY", "does not fit the first of GATEWAY_TLS_CERTIFICATE.")
        }
        return configuration
    }

    private func certificates() throws(ConfigurationError) -> [NIOSSLCertificate] {
        let found = try? NIOSSLCertificate.fromPEMBytes(Array(chain.utf8))
        guard let found, !found.isEmpty else {
            throw ConfigurationError(key: "GATEWAY_TLS_CERTIFICATE", "must be certificates as PEM.")
        }
        return found
    }

    private func privateKey() throws(ConfigurationError) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(bytes: Array(key.reveal().utf8), format: .pem)
        } catch {
            throw ConfigurationError(key: "GATEWAY_TLS_KEY", "must be a private key as PEM, without a password.")
        }
    }
}

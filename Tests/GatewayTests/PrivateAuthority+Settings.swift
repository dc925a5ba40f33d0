import Foundation
import TestKit

extension PrivateAuthority.Identity {
    /// The gateway's settings, as PEM.
    func settings() throws -> [String: String] {
        [
            "GATEWAY_TLS_CERTIFICATE": try String(contentsOfFile: certificate, encoding: .utf8),
            "GATEWAY_TLS_KEY": try String(contentsOfFile: key, encoding: .utf8),
        ]
    }
}

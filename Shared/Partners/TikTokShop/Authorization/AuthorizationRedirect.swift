public import Outbound

/// What a browser brings back from the authorize page.
public enum AuthorizationRedirect: Sendable, Hashable {
    /// The seller agreed. The code is good for 30 minutes and one use. `state` is nil when the seller came from the app
    /// store of Seller Center or authorized again from there.
    case granted(code: Credential, state: String?)
    /// The seller refused, or the page did.
    case refused(reason: String, state: String?)
    /// Neither: not what the page sends.
    case malformed

    /// Reads the decoded query of the callback; parameters that are not known are no fault.
    ///
    /// A refusal can carry `code=null` beside its `error`, so that the error decides.
    public init(query: [QueryItem]) {
        func value(_ name: String) -> String? {
            query.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        if let error = value("error") {
            self = .refused(reason: String(error.prefix(100)), state: value("state"))
        } else if let code = value("code"), code != "null", code.utf8.count <= 4096 {
            self = .granted(code: Credential(code), state: value("state"))
        } else {
            self = .malformed
        }
    }
}

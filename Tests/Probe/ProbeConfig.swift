import ServiceKit

/// The probe's settings.
struct ProbeConfig: ServiceConfig {
    let greeting: String = setting("PROBE_GREETING", "what is said at the start", default: "good day")
    let password: Secret = setting("PROBE_PASSWORD", "what must not be said")
    let volume: Int = setting("PROBE_VOLUME", "how loud it is said", default: 5, in: 1...10)
    let behaviour: Behaviour = setting("PROBE_BEHAVIOUR", "how the probe behaves", default: .good)
}

/// What a part of a service can do wrong.
enum Behaviour: String, CaseIterable, SettingValue {
    /// Runs until told to stop.
    case good
    /// Never becomes ready.
    case moody
    /// Does not stop when asked politely, but when cancelled.
    case slow
    /// Does not stop at all, and blocks a thread of the pool.
    case stubborn
    /// Throws right away.
    case failing
    /// One part throws right away, while another does not stop at all.
    case wedged
    /// Returns right away.
    case leaving
}

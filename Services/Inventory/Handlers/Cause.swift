import Messaging

/// The message or request that led to a change. The domain hands it on and never looks inside.
typealias Cause = Metadata

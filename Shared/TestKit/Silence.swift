public import Logging

/// Says nothing: what a test provokes need not be read.
public let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

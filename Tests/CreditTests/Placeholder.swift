import Testing
@testable import Credit

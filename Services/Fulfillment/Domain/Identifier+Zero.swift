import Contracts
import Foundation

extension Identifier {
    /// Before all others, and nobody's.
    static var zero: Self { Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }
}

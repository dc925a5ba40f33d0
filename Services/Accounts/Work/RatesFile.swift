import Contracts
import Foundation
import Logging
import Messaging
import ServiceLifecycle

/// Looks at the file of exchange rates every so often, and publishes the days that are new.
///
/// Somebody else fetches the file: it is small, public and the same for everybody.
struct RatesFile: Service {
    private let path: String
    private let interval: Duration
    private let messaging: Messaging
    private let logger: Logger
    /// The history of the last 90 days takes 100 KB, that of all days since 1999 half a megabyte as CSV.
    private static let largest = 4 * 1024 * 1024

    init(_ path: String, every interval: Duration, _ messaging: Messaging, logger: Logger) {
        self.path = path
        self.interval = interval
        self.messaging = messaging
        self.logger = logger
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var seen: Data?
            while !Task.isCancelled {
                seen = await look(seen)
                try await Task.sleep(for: interval)
            }
        }
    }

    /// Reads the file unless it is as it was; what is wrong with it is told once. Answers what was dealt with.
    private func look(_ seen: Data?) async -> Data? {
        do {
            let data = try read()
            guard data != seen else { return seen }
            do throws(Wrong) {
                let days = try RatesText.read(String(decoding: data, as: UTF8.self))
                return await publish(days) ? data : seen
            } catch {
                logger.error(
                    "the file of exchange rates is wrong",
                    metadata: ["file": "\(path)", "error": "\(error.field) \(error.sentence)"])
                return data
            }
        } catch {
            logger.error(
                "the file of exchange rates cannot be read", metadata: ["file": "\(path)", "error": "\(error)"])
            return seen
        }
    }

    private func read() throws -> Data {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        let data = try file.read(upToCount: Self.largest + 1) ?? Data()
        guard data.count <= Self.largest else { throw CocoaError(.fileReadTooLarge) }
        return data
    }

    private func publish(_ days: [RatesDay]) async -> Bool {
        do {
            for rates in days.compactMap(\.event) { try await RatesPublishing.publish(rates, messaging, logger) }
            return true
        } catch {
            logger.warning("exchange rates could not be published", metadata: ["error": "\(error)"])
            return false
        }
    }
}

/// Publishes the rates of a day, once.
enum RatesPublishing {
    static func publish(_ rates: ExchangeRatesPublished, _ messaging: Messaging, _ logger: Logger) async throws {
        let verdict = try await messaging.transact { transaction in
            let verdict = try await RatesStore.note(rates, transaction.database)
            if verdict == .new {
                // The platform's own message: the rates are the same for everybody.
                try transaction.publish([Draft(rates, tenant: .platform, subject: rates.day)])
            }
            return verdict
        }
        switch verdict {
        case .new: logger.info("exchange rates published", metadata: ["day": "\(rates.day)"])
        case .known: break
        case .different:
            // Sums have been made with what was published; others would no longer be the same.
            logger.error("a published day has other exchange rates now", metadata: ["day": "\(rates.day)"])
        }
    }
}

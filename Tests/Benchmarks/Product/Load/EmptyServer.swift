import Hummingbird
import Logging

/// An HTTP server that does nothing, for comparison: `ProductDriver empty PORT`.
enum EmptyServer {
    static func run(port: Int) async throws {
        let router = Router()
        router.get("/") { _, _ in HTTPResponse.Status.ok }
        router.post("/") { _, _ in HTTPResponse.Status.ok }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: Logger(label: "empty", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await application.runService()
    }
}

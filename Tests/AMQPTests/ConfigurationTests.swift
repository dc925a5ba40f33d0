import Foundation
import Testing

@testable import AMQP

struct ConfigurationTests {
    @Test("a URL says host, port, user, password and virtual host")
    func urlSaysHost() throws {
        let configuration = try AMQPConfiguration(url: "amqp://shop:s%20cret@broker.example:5673/orders%2Feu")
        #expect(configuration.host == "broker.example")
        #expect(configuration.port == 5673)
        #expect(configuration.user == "shop")
        #expect(configuration.password == "s cret")
        #expect(configuration.vhost == "orders/eu")
        #expect(configuration.tls == nil)
    }

    @Test("what a URL leaves out is the broker's default")
    func urlLeavesOut() throws {
        let configuration = try AMQPConfiguration(url: "amqp://localhost")
        #expect(configuration.port == 5672)
        #expect(configuration.user == "guest")
        #expect(configuration.vhost == "/")
    }

    @Test("TLS has its own port and needs the authority's file")
    func tlsPortNeeds() throws {
        #expect(throws: AMQPError.self) { try AMQPConfiguration(url: "amqps://localhost") }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).pem").path
        let tls = AMQPConfiguration.TLS(caFile: file)
        let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: "amqps://localhost", tls: tls) }
        #expect(error?.message.contains(file) == true)
        try Data().write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try AMQPConfiguration(url: "amqps://localhost", tls: tls).port == 5671)
    }

    @Test("a wrong URL is refused without repeating it", arguments: ["", "localhost", "http://localhost", "amqp://"])
    func wrongURLRefused(url: String) {
        let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(url: url) }
        #expect(error?.code == .configuration)
    }
}

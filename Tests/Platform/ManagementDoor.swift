import Foundation
package import Outbound
import TestKit

/// RabbitMQ's management interface, for the virtual host of the platform.
package struct ManagementDoor: Sendable {
    private let door: Door
    private let vhost: String

    /// - Parameter broker: names the virtual host.
    package init(_ url: String, broker: String, http: HTTPClient) throws {
        guard var parts = URLComponents(string: url) else { throw WrongSetting(text: "\(url) is no URL.") }
        let path = URLComponents(string: broker)?.percentEncodedPath.dropFirst() ?? ""
        vhost = path.isEmpty ? "%2F" : String(path)
        let user = Data("\(parts.user ?? "guest"):\(parts.password ?? "guest")".utf8).base64EncodedString()
        (parts.user, parts.password, parts.path) = (nil, nil, "/api")
        door = Door(http: http, address: parts.string ?? url, authorization: "Basic \(user)")
    }

    /// What the broker knows of its queues, half a second late.
    package func queues() async throws -> [Queue] {
        try await door.read("/queues/\(vhost)?columns=name,messages_ready,messages_unacknowledged,consumers").list.map {
            Queue(
                name: $0["name"].text ?? "", ready: $0["messages_ready"].int ?? 0,
                unacknowledged: $0["messages_unacknowledged"].int ?? 0, consumers: $0["consumers"].int ?? 0)
        }
    }

    /// What the broker has handed to each process and not been told is done, half a second late; by process id.
    package func unacknowledged() async throws -> [Int32: Int] {
        let channels = try await door.read(
            "/vhosts/\(vhost)/channels?columns=messages_unacknowledged,connection_details.name")
        var handed: [String: Int] = [:]
        for channel in channels.list {
            handed[channel["connection_details"]["name"].text ?? "", default: 0] +=
                channel["messages_unacknowledged"].int ?? 0
        }
        var held: [Int32: Int] = [:]
        for connection in try await door.read("/vhosts/\(vhost)/connections?columns=name,client_properties").list {
            let count = handed[connection["name"].text ?? "", default: 0]
            let process = connection["client_properties"]["instance"].text?.split(separator: "-").last
            if let process = process.flatMap({ Int32($0) }), count > 0 { held[process, default: 0] += count }
        }
        return held
    }

    /// A queue as the broker counts it.
    package struct Queue: Sendable {
        package let name: String
        package let ready: Int
        package let unacknowledged: Int
        package let consumers: Int
    }

    /// Removes a queue with its messages.
    package func delete(queue: String) async throws { try await door.delete("/queues/\(vhost)/\(queue)") }

    /// Closes every connection from the broker's side; answers how many there were.
    package func closeConnections() async throws -> Int {
        let names = try await door.read("/vhosts/\(vhost)/connections").list.compactMap { $0["name"].text }
        for name in names {
            let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
            // It may have gone by itself meanwhile.
            try? await door.delete("/connections/\(escaped)")
        }
        return names.count
    }
}

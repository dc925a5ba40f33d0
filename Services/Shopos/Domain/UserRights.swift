import Contracts

/// The rights of the platform's broker users as RabbitMQ imports and lists them.
struct UserRights: Codable, Sendable, Hashable {
    /// What a user may do in a virtual host; each a regular expression of names.
    struct Permission: Codable, Sendable, Hashable {
        let user: String
        let vhost: String
        let configure: String
        let write: String
        let read: String
    }

    /// Which keys of a topic exchange a user may publish and bind.
    struct TopicPermission: Codable, Sendable, Hashable {
        let user: String
        let vhost: String
        let exchange: String
        let write: String
        let read: String
    }

    let permissions: [Permission]
    let topicPermissions: [TopicPermission]

    enum CodingKeys: String, CodingKey {
        case permissions
        case topicPermissions = "topic_permissions"
    }

    /// Rights as a broker lists them.
    init(permissions: [Permission], topicPermissions: [TopicPermission]) {
        self.permissions = permissions
        self.topicPermissions = topicPermissions
    }

    /// The rights of some users in one virtual host.
    init(_ users: [BrokerUser] = Topology.users, vhost: String) {
        permissions = users.map {
            Permission(user: $0.name, vhost: vhost, configure: $0.configure, write: $0.write, read: $0.read)
        }
        topicPermissions = users.flatMap { user in
            user.topics.map {
                TopicPermission(
                    user: user.name, vhost: vhost, exchange: $0.exchange.rawValue, write: $0.write, read: $0.read)
            }
        }
    }

    /// What sets them by hand, a line each; passwords are the administrator's.
    var commands: [String] {
        permissions.flatMap { one in
            let host = "-p '\(one.vhost)' '\(one.user)'"
            let topics = topicPermissions.filter { $0.user == one.user }.map {
                "rabbitmqctl set_topic_permissions \(host) '\($0.exchange)' '\($0.write)' '\($0.read)'"
            }
            return [
                "rabbitmqctl list_users -s | cut -f 1 | grep -Fqx '\(one.user)' || rabbitmqctl add_user '\(one.user)'",
                "rabbitmqctl set_permissions \(host) '\(one.configure)' '\(one.write)' '\(one.read)'",
            ] + topics
        }
    }
}

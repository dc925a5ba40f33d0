extension UserRights {
    /// How a broker's rights differ from these. Of users that are not named here nothing is said.
    func differences(_ there: UserRights) -> [BrokerPlan.Difference] {
        permissions.flatMap { wanted in
            guard let found = there.permissions.first(where: { ($0.user, $0.vhost) == (wanted.user, wanted.vhost) })
            else { return [Self.difference(.missing, wanted.user, "none in \(wanted.vhost)")] }
            let topics = topicPermissions.filter { $0.user == wanted.user && $0.vhost == wanted.vhost }
            return Self.difference(wanted, found) + topics.flatMap { Self.difference($0, there.topicPermissions) }
        }
    }

    private static func difference(_ wanted: Permission, _ found: Permission) -> [BrokerPlan.Difference] {
        compare([
            ("configure", found.configure, wanted.configure), ("write", found.write, wanted.write),
            ("read", found.read, wanted.read),
        ]).map { difference(.different, wanted.user, $0) }
    }

    private static func difference(
        _ wanted: TopicPermission, _ there: [TopicPermission]
    ) -> [BrokerPlan.Difference] {
        let found = there.first {
            ($0.user, $0.vhost, $0.exchange) == (wanted.user, wanted.vhost, wanted.exchange)
        }
        // Where a broker knows no such limit, it lets every key pass.
        guard let found else {
            return [difference(.missing, wanted.user, "no limit of keys at \(wanted.exchange)")]
        }
        return compare([("write", found.write, wanted.write), ("read", found.read, wanted.read)]).map {
            difference(.different, wanted.user, "keys at \(wanted.exchange): \($0)")
        }
    }

    private static func compare(_ patterns: [(name: String, found: String, wanted: String)]) -> [String] {
        patterns.filter { $0.found != $0.wanted }.map { "\($0.name) is \($0.found), must be \($0.wanted)" }
    }

    private static func difference(
        _ kind: BrokerPlan.Difference.Kind, _ user: String, _ detail: String
    ) -> BrokerPlan.Difference {
        BrokerPlan.Difference(kind: kind, sort: "rights", name: user, detail: detail)
    }
}

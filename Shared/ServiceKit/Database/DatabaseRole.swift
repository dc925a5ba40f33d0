public import Postgres

/// Whom a service is in its database.
public enum DatabaseRole {
    /// Makes sure that the role of `DATABASE_URL` is fit to run a service, so that a wrong one is not noticed only when
    /// one brand sees another's rows.
    ///
    /// - Parameters:
    ///   - tenant: The role that is put on for requests, under which row level security holds; nil for a service that
    ///     answers none.
    ///   - isSuperuserAllowed: For development, where one role does everything.
    /// - Throws: ``ConfigurationError`` with what to do; `PostgresError` when the database cannot be asked.
    public static func check(
        _ database: PostgresPool, tenant: String? = nil, isSuperuserAllowed: Bool = false
    ) async throws {
        let found = try await database.first(
            """
            SELECT rolname::text, rolsuper, rolbypassrls, (SELECT pg_has_role(current_user, t.oid, 'MEMBER')
                AND NOT t.rolsuper AND NOT t.rolbypassrls FROM pg_roles t WHERE t.rolname = \(tenant as String?))
            FROM pg_roles WHERE rolname = current_user
            """, as: (String, Bool, Bool, Bool?).self)
        guard let (role, isSuperuser, seesAll, wearsTenant) = found else { return }
        if isSuperuser, !isSuperuserAllowed {
            throw wrong(
                "names \(role), a superuser, and services run as a role of their own: see infra/postgres/roles.sql")
        }
        guard seesAll || isSuperuser else {
            throw wrong(
                "names \(role), which lacks BYPASSRLS: it must be the schema's worker, see infra/postgres/roles.sql")
        }
        if let tenant, wearsTenant != true {
            throw wrong("names \(role), which cannot become \(tenant) for a request: see infra/postgres/roles.sql")
        }
    }

    private static func wrong(_ rest: String) -> ConfigurationError {
        ConfigurationError(key: "DATABASE_URL", rest + ".")
    }
}

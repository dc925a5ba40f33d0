import Postgres
import Testing

@Suite struct ConfigurationTests {
    @Test("a URL is taken apart")
    func aURLIsTakenApart() throws {
        let configuration = try PostgresConfiguration(
            url: "postgresql://or%40ders:p%3Aw@db.example:6432/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem"
                + "&application_name=inventory&search_path=inventory,public&connect_timeout=7")
        #expect(configuration.user == "or@ders")
        #expect(configuration.password == "p:w")
        #expect(configuration.host == "db.example")
        #expect(configuration.port == 6432)
        #expect(configuration.database == "shop")
        #expect(configuration.tls == .verifyFull)
        #expect(configuration.certificateAuthorityFile == "/etc/ca.pem")
        #expect(configuration.applicationName == "inventory")
        #expect(configuration.searchPath == ["inventory", "public"])
        #expect(configuration.connectTimeout == .seconds(7))
    }

    @Test("what is left out has a default")
    func whatIsLeftOutHasADefault() throws {
        let configuration = try PostgresConfiguration(url: "postgres://ann@localhost")
        #expect(configuration.port == 5432)
        #expect(configuration.password == nil)
        #expect(configuration.database == "ann")
        #expect(configuration.tls == .disable)
        #expect(try PostgresConfiguration(url: "postgres://ann@/shop?host=/run/pg").host == "/run/pg")
    }

    @Test(
        "a wrong URL is one clear sentence without the password",
        arguments: [
            "", "mysql://ann@localhost/shop", "postgresql://localhost/shop", "postgresql://ann@/shop",
            "postgresql://ann@localhost/shop?sslmod=require", "postgresql://ann@localhost/shop?sslmode=prefer",
            "postgresql://ann@localhost/shop?connect_timeout=0", "postgresql://ann:secret@local host/shop",
        ])
    func aWrongURLIsOneClearSentenceWithoutThePassword(url: String) async {
        let error = await postgresError { _ = try PostgresConfiguration(url: url) }
        #expect(error?.message.hasPrefix("the database's URL ") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test("the description hides the password")
    func theDescriptionHidesThePassword() throws {
        let configuration = try PostgresConfiguration(url: "postgres://ann:secret@localhost/shop")
        #expect("\(configuration)" == "ann@localhost:5432/shop")
    }

    @Test("settings reach the server")
    func settingsReachTheServer() async throws {
        try await withPool(size: 1) { configuration in
            configuration.applicationName = "inventory test"
            configuration.searchPath = ["odd \"schema\\ name", "public"]
        } _: { pool in
            let row = try await pool.first(
                """
                SELECT current_setting('application_name'), current_setting('search_path'), current_setting('TimeZone'),
                    current_setting('client_encoding')
                """, as: (String, String, String, String).self)
            let read = try #require(row)
            #expect(read == ("inventory test", #""odd ""schema\ name","public""#, "UTC", "UTF8"))
        }
    }
}

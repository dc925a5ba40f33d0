internal import ArgumentParser
import Foundation

/// The command line of a service.
struct ServiceCommand<App: ShopService>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: App.name, abstract: App.summary,
            discussion: "Settings come from the environment; `\(App.name) config` lists them.",
            subcommands: [Run.self, Migrate.self, Bootstrap.self, RotateKeys.self, Config.self, Version.self],
            defaultSubcommand: Run.self)
    }

    /// `run`: runs the service until it is told to stop.
    struct Run: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "run", abstract: "Run the service until it is told to stop.")
        }

        func run() async throws {
            try await ServiceProcess<App>.run()
        }
    }

    /// `migrate`: brings the schema up to date.
    struct Migrate: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "migrate", abstract: "Bring the service's schema up to date, and exit.")
        }

        func run() async throws {
            try await ServiceProcess<App>.migrate()
        }
    }

    /// `bootstrap`: makes what a new installation cannot ask for.
    struct Bootstrap: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "bootstrap",
                abstract: "Make what a new installation cannot ask for, such as the first key, tell it, and exit.")
        }

        func run() async throws {
            try await ServiceProcess<App>.bootstrap()
        }
    }

    /// `rotate-keys`: seals under the newest keys what older ones have sealed.
    struct RotateKeys: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "rotate-keys",
                abstract: "Seal under the newest keys what older ones have sealed, tell how far it is, and exit.",
                discussion: """
                    The service may run meanwhile, and the command may be ended and run again. Exit code 1 when \
                    something still lies under an older key.
                    """)
        }

        @Flag(name: .long, help: "Only tell how much lies under which key.")
        var status = false

        func run() async throws {
            try await ServiceProcess<App>.rotateKeys(isDry: status)
        }
    }

    /// `config`: lists the settings.
    struct Config: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "config", abstract: "List every setting, its default and its state.")
        }

        func run() async throws {
            let settings = Settings.environment
            StandardOutput.say(SettingEntry.table(settings.list(App.Config.self) + settings.list(ProcessConfig.self)))
        }
    }

    /// `version`: tells the build.
    struct Version: AsyncParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(commandName: "version", abstract: "Tell the version of the build.")
        }

        func run() async throws {
            try await ServiceProcess<App>.exiting {
                let settings = try Settings.environment.read(ProcessConfig.self)
                StandardOutput.say("\(App.name) \(settings.version)")
            }
        }
    }
}

internal import ArgumentParser
import Foundation

/// The command line of a service.
struct ServiceCommand<App: ShopService>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: App.name, abstract: App.summary,
            discussion: "Settings come from the environment; `\(App.name) config` lists them.",
            subcommands: [Run.self, Migrate.self, Config.self, Version.self], defaultSubcommand: Run.self)
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

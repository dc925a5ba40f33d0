import ArgumentParser
import Contracts

/// `shopos automation …`
struct AutomationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "automation", abstract: "Whether labels are bought and parcels shipped without a person.",
        subcommands: [AutomationShowCommand.self, AutomationPauseCommand.self, AutomationResumeCommand.self],
        defaultSubcommand: AutomationShowCommand.self)
}

/// `shopos automation show`
struct AutomationShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Where it is on and where not.")

    @OptionGroup var session: Session
    @OptionGroup var brands: BrandOptions

    func run() async throws {
        let brands = brands
        try await session.run { try await AutomationReport.read(brands, $0) { _ in nil } }
    }
}

/// `shopos automation pause`
struct AutomationPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Turn it off: parcels wait for a person.")

    @OptionGroup var session: Session
    @OptionGroup var brands: BrandOptions

    mutating func validate() throws { try brands.checkIsNamed() }

    func run() async throws {
        let brands = brands
        try await session.run { try await AutomationReport.read(brands, $0) { _ in false } }
    }
}

/// `shopos automation resume`
struct AutomationResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Turn it on: parcels that waited for it go on.")

    @OptionGroup var session: Session
    @OptionGroup var brands: BrandOptions

    mutating func validate() throws { try brands.checkIsNamed() }

    func run() async throws {
        let brands = brands
        try await session.run { try await AutomationReport.read(brands, $0) { _ in true } }
    }
}

/// Which brands are meant.
struct BrandOptions: ParsableArguments {
    @Option(name: .long, help: "This brand.")
    var tenant: String?

    @Flag(name: .long, help: "All brands.")
    var all = false

    mutating func validate() throws {
        if let tenant, TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
        if tenant != nil, all { throw ValidationError("--tenant and --all exclude each other.") }
    }

    /// What changes something must say for whom.
    func checkIsNamed() throws {
        if tenant == nil, !all { throw ValidationError("say for whom: --tenant ID or --all.") }
    }
}

/// Where automation is on.
struct AutomationReport: Report {
    /// One brand's.
    struct Line: Encodable, Sendable, Equatable {
        let tenant: TenantID
        let name: String
        let isOn: Bool
        let version: Int
    }

    /// A brand whose switch could not be read or set.
    struct Miss: Encodable, Sendable, Equatable {
        let tenant: TenantID
        let name: String
        let code: String
        let sentence: String
    }

    private(set) var brands: [Line] = []
    private(set) var missed: [Miss] = []
    private(set) var status = Trouble.Status.fine

    private enum CodingKeys: CodingKey { case brands, missed }

    /// Reads the switches, and sets those for which `wish` says how they should be.
    static func read(
        _ options: BrandOptions, _ switchboard: Switchboard, wish: @Sendable (TenantID) -> Bool?
    ) async throws(Trouble) -> AutomationReport {
        let brands = try await tenants(options, switchboard)
        return await AutomationReport(of: brands) { tenant throws(Trouble) in
            let known = try await switchboard.ask(SettingsGet(tenant: tenant), of: [tenant])
            guard let wanted = wish(tenant), wanted != known.settings.isAutomationOn else { return known }
            var settings = known.settings
            settings.isAutomationOn = wanted
            // Somebody who changed them meanwhile is not overwritten.
            return try await switchboard.ask(
                SettingsChange(tenant: tenant, ifVersion: known.version, settings: settings), of: [tenant])
        }
    }

    /// Does something for every brand: that one of them is in the way does not keep the others from it. Only when
    /// nobody answers any more, the rest is not asked.
    init(
        of brands: [(tenant: TenantID, name: String)],
        _ act: (TenantID) async throws(Trouble) -> SettingsGet.Reply
    ) async {
        for (tenant, name) in brands {
            guard status != .unavailable else {
                missed.append(Miss(tenant: tenant, name: name, code: "notAsked", sentence: "was not asked any more."))
                continue
            }
            do throws(Trouble) {
                let known = try await act(tenant)
                let isOn = known.settings.isAutomationOn
                self.brands.append(Line(tenant: tenant, name: name, isOn: isOn, version: known.version))
            } catch {
                missed.append(Miss(tenant: tenant, name: name, code: error.code, sentence: error.sentence))
                status = max(status, error.status)
            }
        }
    }

    private static func tenants(
        _ options: BrandOptions, _ switchboard: Switchboard
    ) async throws(Trouble) -> [(tenant: TenantID, name: String)] {
        let facts = try await Facts.all(.tenants, at: "accounts", switchboard)
        let brands = facts.map { (tenant: $0.tenant, name: $0.words["name"] ?? "") }
        guard let one = options.tenant.flatMap({ TenantID($0) }) else { return brands }
        guard let found = brands.first(where: { $0.tenant == one }) else {
            throw Trouble(.amiss, code: "unknownTenant", "there is no brand \(one).")
        }
        return [found]
    }

    func text(_ style: Style) -> String {
        var table = Table(.text("TENANT"), .text("AUTOMATION"), .number("SETTINGS"), .text("NAME"))
        for line in brands {
            table.add(
                Table.Cell(line.tenant.description), line.isOn ? Table.Cell("on", .good) : Table.Cell("paused", .bad),
                Table.Cell("v\(line.version)"), Table.Cell(line.name))
        }
        let complaints = missed.map { style.paint("\($0.name) (\($0.tenant)): \($0.sentence)", .bad) }
        return (table.lines(style) + complaints).joined(separator: "\n")
    }
}

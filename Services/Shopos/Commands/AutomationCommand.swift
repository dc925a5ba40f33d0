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
        _ options: BrandOptions, _ switchboard: Switchboard, wish: @escaping @Sendable (TenantID) -> Bool?
    ) async throws(Trouble) -> AutomationReport {
        let brands = try await tenants(options, switchboard)
        let progress = { switchboard.terminal.progress($0, of: brands.count, "brands") }
        return await AutomationReport(of: brands, progress: progress) { tenant throws(Trouble) in
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
    /// nobody answers any more, or somebody interrupts, the rest is not asked.
    ///
    /// - Parameters:
    ///   - width: How many are asked at once: a thousand brands are a matter of seconds then.
    ///   - progress: Hears how many are through.
    init(
        of brands: [(tenant: TenantID, name: String)], width: Int = 16, progress: (Int) -> Void = { _ in },
        _ act: @escaping @Sendable (TenantID) async throws(Trouble) -> SettingsGet.Reply
    ) async {
        for start in stride(from: 0, to: brands.count, by: width) {
            let some = brands[start..<min(start + width, brands.count)]
            guard status != .unavailable, !Task.isCancelled else {
                missed += some.map {
                    Miss(tenant: $0.tenant, name: $0.name, code: "notAsked", sentence: "was not asked any more.")
                }
                status = max(status, .amiss)
                continue
            }
            let results = await Self.each(some.map(\.tenant), act)
            for (tenant, name) in some { note(results[tenant], of: tenant, name) }
            progress(start + some.count)
        }
    }

    private static func each(
        _ tenants: [TenantID], _ act: @escaping @Sendable (TenantID) async throws(Trouble) -> SettingsGet.Reply
    ) async -> [TenantID: Result<SettingsGet.Reply, Trouble>] {
        await withTaskGroup { group in
            for tenant in tenants {
                group.addTask {
                    do throws(Trouble) {
                        return (tenant, Result<SettingsGet.Reply, Trouble>.success(try await act(tenant)))
                    } catch {
                        return (tenant, Result<SettingsGet.Reply, Trouble>.failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private mutating func note(
        _ result: Result<SettingsGet.Reply, Trouble>?, of tenant: TenantID, _ name: String
    ) {
        switch result {
        case .success(let known):
            let isOn = known.settings.isAutomationOn
            brands.append(Line(tenant: tenant, name: name, isOn: isOn, version: known.version))
        case .failure(let trouble):
            missed.append(Miss(tenant: tenant, name: name, code: trouble.code, sentence: trouble.sentence))
            status = max(status, trouble.status)
        case nil: break
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

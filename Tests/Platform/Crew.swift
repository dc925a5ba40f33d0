import Foundation
import TestKit

/// All processes of the platform. Whoever dies is started again, as a supervisor would.
package actor Crew {
    private struct Member {
        var program: Program
        /// Whether it is to be started again when it ends.
        var isWanted = true
        var launches = 1
    }

    private let plan: ServicePlan
    private let settings: PlatformSettings
    private var ports: Ports
    private var members: [Post: Member] = [:]
    /// Who runs the build before this one.
    private var previous: Set<Post> = []
    /// What an instance is told besides, from its next launch on.
    private var more: @Sendable (Post, _ launch: Int) -> [String: String] = { _, _ in [:] }
    /// Hits of crash points, and ends that nobody had ordered.
    package private(set) var hits: [String: Int] = [:]
    private var surprises: [String] = []
    /// The last deadly signal that a process was sent.
    private var sent: [Int32: Int32] = [:]

    init(_ plan: ServicePlan, _ settings: PlatformSettings, ports: Ports) {
        self.plan = plan
        self.settings = settings
        self.ports = ports
    }

    /// The posts that are filled, in the order of their start.
    package var posts: [Post] {
        members.keys.filter { $0 != .sandbox }.sorted { ($0.number, $0.service) < ($1.number, $1.service) }
    }

    /// The process at a post.
    package func processID(_ post: Post) -> Int32? { members[post]?.program.id }

    /// Starts an instance.
    package func launch(_ post: Post) throws {
        let launches = (members[post]?.launches ?? 0) + 1
        let isFirstGateway = post.service == "gateway" && post.number == 1
        let own = isFirstGateway ? plan.gatewayPort : try ports.of("\(post) http")
        let all = try plan.settings(post, adminPort: try ports.of("\(post) admin"), ownPort: own)
            .merging(more(post, launches))
        let program = try Program(
            try BuiltProgram.find(post.service, from: programs(of: post)), post == .sandbox ? [] : ["run"],
            settings: all,
            log: settings.folder.appending(path: "\(post).log"))
        members[post] = Member(program: program, launches: launches)
        try Data("\(program.id)\n".utf8).write(to: settings.folder.appending(path: "\(post).pid"))
    }

    /// From its next launch on an instance is of the build before this one, or of this one.
    package func build(_ post: Post, isPrevious: Bool) {
        if isPrevious { previous.insert(post) } else { previous.remove(post) }
    }

    /// A service that is newer than the build before has no program there.
    private func programs(of post: Post) -> URL? {
        guard previous.contains(post), let folder = settings.previous,
            FileManager.default.fileExists(atPath: folder.appending(path: post.service).path())
        else { return settings.programs }
        return folder
    }

    /// Where an instance tells whether it is ready.
    package func readiness(_ post: Post) throws -> String {
        post == .sandbox ? plan.sandbox + "/livez" : "http://127.0.0.1:\(try ports.of("\(post) admin"))/readyz"
    }

    // MARK: Striking

    /// Sends a signal; false when there is nobody.
    @discardableResult
    package func signal(_ post: Post, _ signal: Int32) -> Bool {
        guard let member = members[post], member.program.isRunning else { return false }
        if signal == SIGKILL || signal == SIGTERM { sent[member.program.id] = signal }
        return kill(member.program.id, signal) == 0
    }

    /// Ends an instance for good.
    package func dismiss(_ post: Post) async {
        members[post]?.isWanted = false
        signal(post, SIGCONT)
        signal(post, SIGTERM)
        guard let member = members[post] else { return }
        await bury(post, member)
        members[post] = nil
        try? FileManager.default.removeItem(at: settings.folder.appending(path: "\(post).pid"))
    }

    /// Ends an instance as a deployment does and starts it again; answers whether it ended well.
    package func restart(_ post: Post) async throws -> Bool {
        guard let member = members[post] else { return false }
        members[post]?.isWanted = false
        signal(post, SIGTERM)
        let isGood = (try? await member.program.ended(within: Self.farewell)) != nil
        if member.program.isRunning { signal(post, SIGKILL) }
        try launch(post)
        return isGood
    }

    /// How long a process that was asked to end may take.
    private static let farewell = Duration.seconds(40)

    /// Waits for the end of a process that was asked for it, and notes one that did not end in peace.
    private func bury(_ post: Post, _ member: Member) async {
        let isOver = (try? await eventuallyEnded(member.program)) != nil
        if isOver {
            note(post, member)
        } else {
            surprises.append("\(post) had not ended \(Int(Self.farewell / .seconds(1))) s after it was asked to")
            signal(post, SIGKILL)
        }
    }

    private func eventuallyEnded(_ program: Program) async throws {
        try await eventually(within: Self.farewell, "\(program.id) has ended") { !program.isRunning }
    }

    /// From their next launch on instances are told this, too.
    package func tell(_ more: @escaping @Sendable (Post, _ launch: Int) -> [String: String]) { self.more = more }

    // MARK: Supervising

    /// Starts again who has ended, until cancelled.
    func supervise() async {
        while !Task.isCancelled {
            for (post, member) in members where member.isWanted && !member.program.isRunning {
                note(post, member)
                do { try launch(post) } catch { surprises.append("\(post) could not be started again: \(error)") }
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func note(_ post: Post, _ member: Member) {
        let (process, said) = (member.program.process, member.program.tail())
        let (reason, status) = (process.terminationReason, process.terminationStatus)
        switch Ending(reason, status: status, sent: sent.removeValue(forKey: member.program.id), said: said) {
        case .crashPoint(let point): hits[point, default: 0] += 1
        case .ordered: break
        case .surprise:
            let how = reason == .exit ? "ended with" : "died of signal"
            surprises.append("\(post) \(how) \(status): \(said.suffix(300))")
        }
    }

    /// What ended unasked since the last time.
    package func takeSurprises() -> [String] {
        defer { surprises = [] }
        return surprises
    }

    /// Ends everybody.
    func dismissAll() async {
        await withTaskGroup { group in
            for post in posts { group.addTask { await self.dismiss(post) } }
        }
        await dismiss(.sandbox)
    }
}

import AMQP
import Contracts
import Foundation
import Messaging

/// Asks services, as an operator.
struct Switchboard: Sendable {
    let client: RequestClient
    let management: Management?
    var gateways: GatewayDoors?
    let broker: AMQPConfiguration
    /// Who is named in receipts.
    let actor: String
    /// How long one answer may take.
    let patience: Duration
    let terminal: Terminal

    /// What a service has answered, and when by its clock; by ours where it did not tell.
    struct Answer<Reply: Sendable>: Sendable {
        let service: String
        let reply: Reply
        let at: Instant
    }

    /// Puts a question to a service, or to the one service that answers it.
    func ask<Question: Request>(
        _ question: Question, at service: String? = nil, of tenants: [TenantID] = []
    ) async throws(Trouble) -> Question.Reply {
        try await answer(to: question, at: service, of: tenants).reply
    }

    private func answer<Question: Request>(
        to question: Question, at service: String? = nil, of tenants: [TenantID] = []
    ) async throws(Trouble) -> Answer<Question.Reply> {
        let name = service ?? Self.answering(Question.name)
        do {
            let (reply, at) = try await client.answer(
                to: question, as: Caller(tenants: tenants, actor: actor), at: service, within: patience)
            return Answer(service: name, reply: reply, at: at ?? Instant(Date()))
        } catch {
            // Then nobody waits any more, which says nothing about the service.
            guard !Task.isCancelled else { throw Trouble.interrupted(beside: name) }
            throw Trouble(error, from: name)
        }
    }

    /// Puts a question to several services at once; who does not answer is listed.
    func askEach<Question: OperatorRequest>(
        _ question: Question, at services: [String] = Topology.answering
    ) async -> (answers: [(service: String, reply: Question.Reply)], silent: [Silence]) {
        let (answers, silent) = await askEachTimed(question, at: services)
        return (answers.map { ($0.service, $0.reply) }, silent)
    }

    /// The same, with each service's time.
    func askEachTimed<Question: OperatorRequest>(
        _ question: Question, at services: [String] = Topology.answering
    ) async -> (answers: [Answer<Question.Reply>], silent: [Silence]) {
        let all = await withTaskGroup { group in
            for service in services {
                group.addTask { (service, await self.result(of: question, at: service)) }
            }
            var all: [String: Result<Answer<Question.Reply>, Trouble>] = [:]
            for await (service, result) in group { all[service] = result }
            return all
        }
        var answers: [Answer<Question.Reply>] = []
        var troubles: [(service: String, trouble: Trouble)] = []
        for service in services {
            switch all[service] {
            case .success(let answer): answers.append(answer)
            case .failure(let trouble): troubles.append((service, trouble))
            case nil: break
            }
        }
        return (answers, Silence.each(troubles, beside: answers.count))
    }

    private func result<Question: OperatorRequest>(
        of question: Question, at service: String
    ) async -> Result<Answer<Question.Reply>, Trouble> {
        do throws(Trouble) {
            return .success(try await answer(to: question, at: service))
        } catch {
            return .failure(error)
        }
    }

    /// The service that answers a question which names none.
    private static func answering(_ name: MessageName) -> String {
        Topology.lanes.first { $0.exchange == .requests && $0.keys.contains(name.rawValue) }.map { String($0.service) }
            ?? "the service"
    }
}

extension Trouble {
    /// Somebody ended the command while a service was asked.
    static func interrupted(beside service: String) -> Trouble {
        Trouble(.amiss, code: interrupted, "\(service) was not waited for any longer: interrupted.")
    }

    /// Why a service gave no answer.
    init(_ trouble: RequestTrouble, from service: String) {
        switch trouble {
        case .unavailable:
            self.init(.unavailable, code: "unavailable", "\(service) does not take requests now.")
        case .timedOut:
            self.init(.unavailable, code: "timedOut", "\(service) did not answer in time.")
        case .refused(let refusal) where refusal.kind == .unavailable:
            self.init(.unavailable, code: refusal.code, "\(service) cannot answer: \(refusal.detail).")
        case .refused(let refusal):
            self.init(.amiss, code: refusal.code, "\(service) refuses: \(refusal.detail).")
        case .tooLate(let refusal, let there):
            let gap = ClockGap(service: service, there: there, here: Instant(Date()))
            self.init(.unavailable, code: refusal.code, gap.sentence)
            clockGap = gap
        case .unreadable(let why):
            self.init(.unavailable, code: "unreadable", "\(service)'s answer cannot be read: \(why).")
        }
    }
}

extension Silence {
    init(_ service: String, _ trouble: Trouble) {
        self.init(
            service: service, code: trouble.code, sentence: trouble.sentence,
            isRefusal: trouble.status == .amiss && trouble.code != Trouble.interrupted)
    }

    /// Of several that were asked the same at once. Whose clock is wrong shows by the others.
    ///
    /// - Parameter answered: How many answered.
    static func each(_ troubles: [(service: String, trouble: Trouble)], beside answered: Int) -> [Silence] {
        let late = troubles.count { $0.trouble.clockGap != nil }
        return troubles.map { service, trouble in
            guard let gap = trouble.clockGap else { return Silence(service, trouble) }
            return Silence(
                service: service, code: trouble.code, sentence: gap.sentence(beside: (answered, late - 1)),
                isRefusal: false)
        }
    }
}

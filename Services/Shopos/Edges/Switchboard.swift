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

    /// Puts a question to a service, or to the one service that answers it.
    func ask<Question: Request>(
        _ question: Question, at service: String? = nil, of tenants: [TenantID] = []
    ) async throws(Trouble) -> Question.Reply {
        do {
            return try await client.ask(
                question, as: Caller(tenants: tenants, actor: actor), at: service, within: patience)
        } catch {
            throw Trouble(error, from: service ?? Self.answering(Question.name))
        }
    }

    /// Puts a question to several services at once; who does not answer is listed.
    func askEach<Question: OperatorRequest>(
        _ question: Question, at services: [String] = Topology.answering
    ) async -> (answers: [(service: String, reply: Question.Reply)], silent: [Silence]) {
        let all = await withTaskGroup { group in
            for service in services {
                group.addTask { (service, await self.result(of: question, at: service)) }
            }
            var all: [String: Result<Question.Reply, Trouble>] = [:]
            for await (service, result) in group { all[service] = result }
            return all
        }
        var answers: [(service: String, reply: Question.Reply)] = []
        var silent: [Silence] = []
        for service in services {
            switch all[service] {
            case .success(let reply): answers.append((service, reply))
            case .failure(let trouble): silent.append(Silence(service, trouble))
            case nil: break
            }
        }
        return (answers, silent)
    }

    private func result<Question: OperatorRequest>(
        of question: Question, at service: String
    ) async -> Result<Question.Reply, Trouble> {
        do throws(Trouble) {
            return .success(try await ask(question, at: service))
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
        case .unreadable(let why):
            self.init(.unavailable, code: "unreadable", "\(service)'s answer cannot be read: \(why).")
        }
    }
}

extension Silence {
    init(_ service: String, _ trouble: Trouble) {
        self.init(
            service: service, code: trouble.code, sentence: trouble.sentence, isRefusal: trouble.status == .amiss)
    }
}

import Contracts
import Foundation
import Messaging

/// Answers a label that the channel made.
struct ChannelLabelGetHandler: RequestHandler {
    func answer(_ question: Received<ChannelLabelGet>, _ desk: Desk) async throws -> StoredFile {
        let file = try await desk.read { database -> StoredFile? in
            guard let id = UUID(text: question.body.file) else { return nil }
            return try await LabelFile.find(id, desk.caller.tenants, database)
        }
        guard let file else { throw Refusal.notFound("file", at: "/file") }
        return file
    }
}

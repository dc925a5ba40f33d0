import Foundation
import Outbound

/// Posts signed webhooks at the gateway, so many at a time, as fast as they are answered.
struct WebhookPosts: Sendable {
    /// One that is ready to be sent.
    struct Post: Sendable {
        let body: String
        let signature: String
    }

    /// What became of them.
    struct Outcome: Sendable {
        /// Seconds until the last was taken in.
        let seconds: Double
        /// Answers other than 200, and none in time; each was posted again.
        let refused: Int
    }

    let url: String
    /// How many are on the wire at once.
    var atOnce = 64
    private static let mostAttempts = 100

    /// Returns when each was taken in.
    ///
    /// - Throws: ``NotTaken`` for one that was refused again and again.
    func post(_ posts: [Post]) async throws -> Outcome {
        var configuration = HTTPClient.Configuration()
        configuration.maximumConcurrent = atOnce
        let http = HTTPClient(configuration)
        let start = ContinuousClock.now
        let result = await posted(posts, http)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        await http.close()
        return Outcome(seconds: seconds, refused: try result.get())
    }

    private func posted(_ posts: [Post], _ http: HTTPClient) async -> Result<Int, any Error> {
        do {
            return .success(
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for first in 0..<min(atOnce, posts.count) {
                        group.addTask {
                            var refused = 0
                            for number in stride(from: first, to: posts.count, by: atOnce) {
                                refused += try await post(posts[number], http)
                            }
                            return refused
                        }
                    }
                    return try await group.reduce(0, +)
                })
        } catch {
            return .failure(error)
        }
    }

    /// Answers how often it was refused before it was taken in.
    private func post(_ post: Post, _ http: HTTPClient) async throws -> Int {
        let request = HTTPRequest(
            .post, url, headers: ["Content-Type": "application/json", "Authorization": post.signature],
            body: Array(post.body.utf8))
        for refused in 0..<Self.mostAttempts {
            if (try? await http.send(request, deadline: .seconds(20)).status) == 200 { return refused }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NotTaken()
    }

    struct NotTaken: Error, CustomStringConvertible {
        let description = "the gateway has refused a webhook again and again"
    }
}

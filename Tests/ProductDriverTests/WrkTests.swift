import Foundation
import Testing

@testable import ProductDriver

@Suite("The load generator's report")
struct WrkTests {
    /// As wrk 4.1.0 prints it.
    private static let said = """
        Running 10s test @ http://127.0.0.1:1/
          2 threads and 64 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     4.11ms    2.02ms  40.12ms   88.61%
            Req/Sec     8.02k   812.31     9.90k    71.00%
          Latency Distribution
             50%    3.77ms
             75%  980.00us
             90%    6.05ms
             99%    1.20s
          159532 requests in 10.01s, 20.08MB read
        Requests/sec:  15941.20
        Transfer/sec:      2.01MB
        """

    @Test("speed, answers and latencies in milliseconds are read")
    func good() {
        let result = Wrk.Result(Self.said)
        #expect(
            result
                == .init(
                    answers: 159_532, perSecond: 15941.2, latencies: [50: 3.77, 75: 0.98, 90: 6.05, 99: 1200], bad: 0))
    }

    @Test("a percentile that a script has added is read as well")
    func added() {
        #expect(Wrk.Result(Self.said + "\n     95% 12.34ms\n")?.latencies[95] == 12.34)
    }

    @Test("refusals and broken connections are bad")
    func bad() {
        let more = """

              Socket errors: connect 1, read 2, write 3, timeout 4
              Non-2xx or 3xx responses: 100
            """
        #expect(Wrk.Result(Self.said + more)?.bad == 110)
        #expect(Wrk.Result("unable to connect") == nil)
    }

    /// RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
    @Test("a webhook is signed over the app's key and the body")
    func signature() {
        let webhooks = SignedWebhooks(appKey: "what do ya want ", secret: "Jefe", shop: "1", orders: ["2"])
        #expect(
            webhooks.signature("for nothing?") == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("each webhook has an id of its own and names one of the orders")
    func bodies() throws {
        let webhooks = SignedWebhooks(appKey: "k", secret: "s", shop: "7", orders: ["1", "2", "3"])
        let bodies = (0..<6).map { webhooks.body($0, at: 5) }
        #expect(Set(bodies).count == 6)
        let read = try JSONDecoder().decode([String: AnyText].self, from: Data(bodies[4].utf8))
        #expect(read["shop_id"]?.text == "7" && bodies[4].contains(#""order_id":"2""#))
    }

    /// Any member, of which only texts matter here.
    private struct AnyText: Decodable {
        let text: String?
        init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
    }
}

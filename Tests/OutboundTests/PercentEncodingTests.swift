import Outbound
import Testing

struct PercentEncodingTests {
    @Test(
        "Only unreserved characters stay as they are (RFC 3986 §2.3)",
        arguments: [
            ("AZaz09-._~", "AZaz09-._~"), ("a b", "a%20b"), ("6A+P/q==", "6A%2BP%2Fq%3D%3D"), ("1,2", "1%2C2"),
            ("é", "%C3%A9"), ("", ""), ("%", "%25"),
        ])
    func encode(text: String, expected: String) {
        #expect(PercentEncoding.encode(text) == expected)
        #expect(PercentEncoding.decode(expected) == text)
    }

    @Test("A broken escape has no meaning", arguments: ["%", "%2", "%zz", "%FF"])
    func broken(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test("A query keeps its order")
    func query() {
        #expect(
            PercentEncoding.query([(name: "b", value: "1 2"), (name: "a", value: "x&y=z")]) == "b=1%202&a=x%26y%3Dz")
    }
}

import Outbound
import Testing

struct RedactionTests {
    @Test(
        "Secret values leave the URL, everything else stays",
        arguments: [
            (
                "https://a.test/api/v2/token/get?app_key=k&app_secret=s3cr3t&auth_code=c0de&grant_type=authorized_code",
                "https://a.test/api/v2/token/get?app_key=k&app_secret=[redacted]&auth_code=[redacted]&grant_type=authorized_code"
            ),
            (
                "https://a.test/x?refresh_token=ROW_1&SIGN=ab",
                "https://a.test/x?refresh_token=[redacted]&SIGN=[redacted]"
            ),
            (
                "https://a.test/x?%73ign=ab&access_token=a=b",
                "https://a.test/x?%73ign=[redacted]&access_token=[redacted]"
            ),
            (
                "https://s3.test/l.pdf?X-Amz-Signature=ff&X-Amz-Date=1",
                "https://s3.test/l.pdf?X-Amz-Signature=[redacted]&X-Amz-Date=1"
            ),
            ("https://a.test/x?sign&page_size=1&&", "https://a.test/x?sign&page_size=1&&"),
            ("https://a.test/sign=1", "https://a.test/sign=1"),
        ])
    func urls(url: String, expected: String) {
        #expect(Redaction.url(url) == expected)
    }

    @Test("A request describes itself without secrets, fields or body")
    func request() {
        let request = HTTPRequest(
            .post, "https://a.test/x?sign=topsecret", headers: ["x-tts-access-token": "topsecret"],
            body: Array("topsecret".utf8))
        #expect("\(request)" == "POST https://a.test/x?sign=[redacted]")
        #expect(!String(reflecting: request).contains("topsecret"))
    }

    @Test("A credential shows itself to nobody who does not ask")
    func credential() {
        let credential = Credential("topsecret")
        var dumped = ""
        dump(["key": credential], to: &dumped)
        #expect(!"\(credential) \(String(reflecting: credential)) \(dumped)".contains("topsecret"))
        #expect(credential.reveal() == "topsecret")
    }
}

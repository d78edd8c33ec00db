import ExtractionKit
import ExtractionRemote
import Testing

@Suite struct `The address of a service` {
    @Test(arguments: [
        "http://example.org/", "ftp://example.org/", "//example.org", "https://", "https://user@example.org/", "https://example.org/#a",
        "https://example.org/a b", "https://exa mple.org/", "https://example.org:0/", "https://example.org:99999/",
        "https://example.org:/x",
        "https://example.org\r\nX: y/", "https://[::1", "https://[evil.org]/", "http://127.0.0.1.example.org/", "http://127.1/",
        "https://..a/",
        "http://169.254.169.254/", "http://localhost.example.org/", "https://bücher.example/", "https://example.org/\u{7F}",
        "https://a\\b/",
    ])
    func `is refused where it leads astray`(text: String) {
        #expect(throws: ExtractionError.self) { try ServiceURL(text) }
    }

    @Test func `keeps what follows the host as it was written`() throws {
        let url = try ServiceURL("HTTPS://Example.ORG/a%2Fb:c?x=%20&y=1")
        #expect(url.absolute == "https://example.org/a%2Fb:c?x=%20&y=1")
        #expect(url.description == "https://example.org/a%2Fb:c?…")
        #expect(url.port == 443)
    }

    @Test(arguments: ["http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:1/x"])
    func `may be plain on this machine`(text: String) throws { _ = try ServiceURL(text) }

    @Test func `has an origin of scheme, host and port`() throws {
        let url = try ServiceURL("https://example.org/a")
        #expect(try url.hasSameOrigin(as: ServiceURL("https://example.org:443/b")))
        for other in ["https://example.org:444/", "https://example.org.evil.com/", "https://sub.example.org/"] {
            #expect(try !url.hasSameOrigin(as: ServiceURL(other)))
        }
        #expect(try !ServiceURL("https://localhost/").hasSameOrigin(as: ServiceURL("http://localhost:443/")))
    }

    @Test func `escapes what is added to it`() throws {
        let url = try ServiceURL("https://example.org/base/").appending("models/a b:go", query: [("q", "x,y z&"), ("k", "1")])
        #expect(url.absolute == "https://example.org/base/models/a%20b:go?q=x,y%20z%26&k=1")
        #expect(try ServiceURL("https://example.org/r/1?v=2").appendingToPath("pdf").absolute == "https://example.org/r/1/pdf?v=2")
    }
}

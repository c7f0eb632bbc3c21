import Casework
import Evidence
import Foundation
import Support
import Testing

@Suite("Evidence documents")
struct EvidenceFormatTests {
    private func summary(note: String = "Received both payments.", label: String = "Collector") async throws -> EvidenceSummary {
        try await EvidenceSummary.make(
            of: Lantern.value(collectorNote: note, label: label), ledger: Lantern.ledger())
    }

    /// Everything that must not be active or hidden in a document.
    static let hostile = [
        "</script><img src=x onerror=alert(1)>", "</pre></aside><script>alert(1)</script>", "<svg onload=x>",
        "[x](javascript:alert(1))", "![x](http://evil.example/p.png)", "http://evil.example www.evil.example a@evil.example",
        "a | b\n| c |", "`code` ``` ~~~", "# heading\n> quote\n- list", "\u{1B}]52;c;x\u{7}\u{9B}31m", "\u{202E}reversed\u{2069}\u{200B}",
        "\"quotes\" & 'apostrophes' &lt;", "]]> --> <!--", "\u{2028}\u{FEFF}\u{E0041}", "$(reboot) `reboot`",
    ]

    @Test("both hold every identifier in full, every amount, every note and the digest")
    func content() async throws {
        let summary = try await summary()
        for text in [summary.markdown(), summary.html().replacing("<wbr/>", with: "")] {
            for expected in [
                "Lantern", "Where did the victims", Lantern.text("collector"), Lantern.text("victim1"),
                Lantern.text("victim2"), Lantern.text("stranger"), TinyLedger.txid("p1").description,
                TinyLedger.txid("fan").description, TinyLedger.txid("nowhere").description, "≥ 4.88881840", "1.44581840",
                "Received both payments.", "Only noted.", String(repeating: "cd", count: 32),
                String(repeating: "ab", count: 32), "4 to 5", "2011-03-13", "the address does not appear in this ledger",
                "the transaction is not in this ledger", "pay to public key", "Clew \(ClewVersion.current)",
            ] {
                #expect(text.contains(expected), "\(expected) is missing")
            }
        }
    }

    @Test("nothing that a case says becomes active or hidden", arguments: hostile)
    func injection(text: String) async throws {
        let label = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let html = try await summary(note: text, label: label).html()
        for tag in ["<script", "<img", "<svg onload", "<a ", "<iframe", "<object", "<link", "<base"] {
            #expect(!html.contains(tag), "\(tag)")
        }
        let markdown = try await summary(note: text, label: label).markdown()
        for document in [html, markdown] {
            #expect(!document.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
            #expect(!document.unicodeScalars.contains { $0.properties.generalCategory == .format })
        }
        #expect(markdown.split(separator: "\n").filter { $0.hasPrefix("## ") }.count == 6)
        try WellFormed.check(html)
    }

    @Test("the page allows itself no script and loads nothing")
    func policy() async throws {
        let html = try await summary().html()
        #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"))
        for word in ["http-equiv=\"refresh\"", " href=", " src=", "url(", "@import", "<script", "style=\""] {
            #expect(!html.contains(word), "\(word)")
        }
        let inside = html.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        #expect(!inside.contains("http://") && !inside.contains("https://"))
    }

    @Test("page and pictures are well-formed")
    func wellFormed() async throws {
        let html = try await summary().html()
        try WellFormed.check(html)
        let pictures = html.components(separatedBy: "<svg ").dropFirst().map { piece in
            "<svg " + piece.components(separatedBy: "</svg>")[0] + "</svg>"
        }
        #expect(pictures.count == 3)
        for picture in pictures { try WellFormed.check(picture) }
    }

    @Test("Markdown tables have as many cells in each row")
    func tables() async throws {
        let markdown = try await summary(note: "a | b", label: "x | y").markdown()
        var columns: Int?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = nil
                continue
            }
            let bars = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(bars == columns ?? bars, "\(line)")
            columns = bars
        }
    }
}

/// Asks xmllint whether a text is well-formed; says nothing where it is not installed.
enum WellFormed {
    static let tool = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"].first(where: FileManager.default.isExecutableFile)

    static func check(_ text: String) throws {
        guard let tool else { return }
        let file = NSTemporaryDirectory() + "clew-evidence-\(UUID().uuidString).xml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["--noout", "--nonet", file]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let output = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: output, as: UTF8.self))")
    }
}

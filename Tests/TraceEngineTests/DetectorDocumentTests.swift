import Foundation
import Support
import Testing
import TraceEngine

/// `docs/detectors.md` carries the rules as the code has them: `CLEW_RECORD=1 swift test --filter DetectorDocumentTests`
/// writes them there.
@Suite("The page about detectors")
struct DetectorDocumentTests {
    private static var page: URL? { SharedData.projectRoot?.appending(path: "docs/detectors.md") }

    private static var rules: String {
        Detectors.all.map { detector in
            "### \(detector.name), version \(detector.version): \(detector.title)\n\n"
                + detector.rules.map { rule in
                    "- **\(rule.name)**\(rule.decides ? "" : " (compared with only)"): \(rule.text)\n  Source: \(rule.source)."
                }.joined(separator: "\n")
                + "\n\nLimits: " + detector.limits.joined(separator: " ")
        }.joined(separator: "\n\n")
    }

    private static var patterns: String {
        "| pattern | rule with its defaults | thresholds | limits |\n| --- | --- | --- | --- |\n"
            + Pattern.allCases.map { pattern in
                let names = pattern.defaults.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
                let hub = String(PatternSettings()[pattern, "hub"])
                let limits = pattern.limits.joined(separator: " ").replacing("{hub}", with: hub)
                return "| `\(pattern.rawValue)` | \(PatternSettings().text(of: pattern)) | \(names) | \(limits) |"
            }.joined(separator: "\n")
    }

    private static var changes: String {
        "| change rule | names |\n| --- | --- |\n"
            + ChangeRule.allCases.map { "| `\($0.rawValue)` | \($0.text) |" }.joined(separator: "\n")
    }

    @Test("has every rule, source and limit as the code has them", arguments: ["rules", "patterns", "changes"])
    func agrees(section: String) throws {
        let page = try #require(Self.page)
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(section) -->\n"))
        let end = try #require(text.range(of: "<!-- /\(section) -->"))
        let expected = "\n" + (section == "rules" ? Self.rules : section == "patterns" ? Self.patterns : Self.changes) + "\n\n"
        if ProcessInfo.processInfo.environment["CLEW_RECORD"] == "1" {
            let new = text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: expected)
            try new.write(to: page, atomically: true, encoding: .utf8)
            return
        }
        #expect(String(text[start.upperBound..<end.lowerBound]) == expected)
    }
}

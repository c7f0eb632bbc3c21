import Casework
import Encoding
import Workbench

/// Asks findings again and compares the answers.
struct FindingCheck: Sendable {
    /// The ledger's folder; nil where a finding's own words or the chain name it.
    var ledger: String?

    /// What became of one finding, asked at its height with its options. What goes wrong in the question itself is said on
    /// standard error.
    func verdict(on finding: CaseFinding) async -> FindingVerdict {
        guard let asked = AskedQuestion(finding) else {
            return .unasked(["This build has no command that asks “\(VisibleText.escape(finding.kind))”."])
        }
        if let tags = finding.tags, asked.restsOnTags, asked.tagDigest != tags {
            return .unasked(["The tags it was asked with are not here, or were changed."])
        }
        guard let document = try? await asked.ask(ledger) else {
            return .unasked(["The question failed."])
        }
        let chain = document["ledger"]?["chain"]?.stringValue ?? ""
        guard chain == finding.ledger.chain else {
            return .unasked(["It was asked of \(VisibleText.escape(finding.ledger.chain)); this ledger is of \(chain)."])
        }
        let height = document["ledger"]?["tip_height"]?.integerValue.flatMap { UInt64(exactly: $0) }
        guard height == finding.ledger.height else {
            return .unasked(["It was asked at height \(Self.text(finding.ledger.height)); this ledger ends at \(Self.text(height))."])
        }
        var reasons: [String] = []
        let now = AskedQuestion.answer(in: document)
        Self.compare(finding.answer, now, "answer", &reasons)
        let isSame = document["ledger"]?["digest"]?.stringValue == finding.ledger.digest
        if !isSame { reasons.append("This ledger has another digest than the one it was asked of.") }
        return Self.same(finding.answer, now) ? .holds : .differs(reasons)
    }

    private static func text(_ height: UInt64?) -> String { height.map { "\($0)" } ?? "no block" }

    private static func same(_ a: JSONValue, _ b: JSONValue) -> Bool { a.canonical() == b.canonical() }

    /// Where two answers part, at most eight places.
    private static func compare(_ old: JSONValue, _ new: JSONValue, _ path: String, _ reasons: inout [String]) {
        guard !same(old, new), reasons.count < 8 else { return }
        switch (old, new) {
        case (.object(let a), .object(let b)):
            for key in Set(a.keys).union(b.keys).sorted() {
                compare(a[key] ?? .null, b[key] ?? .null, "\(path).\(VisibleText.escape(key))", &reasons)
            }
        case (.array(let a), .array(let b)):
            if a.count != b.count { reasons.append("\(path): \(a.count) then, \(b.count) now") }
            for index in 0..<min(a.count, b.count) { compare(a[index], b[index], "\(path)[\(index)]", &reasons) }
        default:
            reasons.append("\(path): \(short(old)) then, \(short(new)) now")
        }
    }

    private static func short(_ value: JSONValue) -> String {
        let text = VisibleText.escape(String(decoding: value.canonical(), as: UTF8.self))
        return text.count > 80 ? text.prefix(80) + "…" : text
    }
}

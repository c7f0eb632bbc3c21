import ArgumentParser
import Casework
import Encoding
import Foundation

/// `clew verify`: asks every finding of a case again.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Ask every finding of a case again, and say whether its answer still holds.",
        discussion: """
            Each is asked at its height, with its options, and compared with the answer that was kept. Ends with 1 when one \
            differs or cannot be asked here.
            """)

    @Argument(help: "The case.") var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: JSONOptions

    /// What became of one finding.
    private enum Verdict: String {
        case holds
        case differs
        case unasked = "cannot be asked here"
    }

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        var rows: [JSONValue] = []
        var failed = 0
        for record in store.current.records {
            guard case .finding(let finding) = record.content else { continue }
            let (verdict, reasons) = await verdict(on: finding)
            if verdict != .holds { failed += 1 }
            if output.json {
                rows.append([
                    "finding": .integer(Int64(clamping: record.id)), "event": .string(record.event),
                    "title": .string(finding.title), "verdict": .string(verdict.rawValue),
                    "reasons": .array(reasons.map { .string($0) }),
                ])
            } else {
                answer("\(verdict.rawValue)  finding \(record.id) “\(VisibleText.escape(finding.title))”\n")
                for reason in reasons { answer("  \(reason)\n") }
            }
        }
        if output.json {
            answer(
                CaseText.document(
                    "clew-verify-1", ["findings": .array(rows), "holds": .bool(failed == 0)],
                    options: ["case": .string(store.folder), "ledger": .string(ledger.folder(chain: store.current.chain.name))]
                ).pretty() + "\n")
        } else if !store.current.records.contains(where: { $0.content.kind == "finding" }) {
            say("The case has no findings.")
        }
        if failed > 0 { throw ExitStatus.checkFailed }
    }

    private func verdict(on finding: CaseFinding) async -> (Verdict, [String]) {
        guard let asked = AskedQuestion(finding) else {
            return (.unasked, ["This build has no command that asks “\(VisibleText.escape(finding.kind))”."])
        }
        if let tags = finding.tags, asked.tagDigest != tags {
            return (.unasked, ["The tags it was asked with are not here, or were changed."])
        }
        guard let document = try? await asked.ask(ledger.folder(chain: finding.ledger.chain)) else {
            return (.unasked, ["The question failed; the reason is above."])
        }
        let chain = document["ledger"]?["chain"]?.stringValue ?? ""
        guard chain == finding.ledger.chain else {
            return (.unasked, ["It was asked of \(VisibleText.escape(finding.ledger.chain)); this ledger is of \(chain)."])
        }
        let height = document["ledger"]?["tip_height"]?.integerValue.flatMap { UInt64(exactly: $0) }
        guard height == finding.ledger.height else {
            return (.unasked, ["It was asked at height \(Self.text(finding.ledger.height)); this ledger ends at \(Self.text(height))."])
        }
        var reasons: [String] = []
        let now = AskedQuestion.answer(in: document)
        Self.compare(finding.answer, now, "answer", &reasons)
        let isSame = document["ledger"]?["digest"]?.stringValue == finding.ledger.digest
        if !isSame { reasons.append("This ledger has another digest than the one it was asked of.") }
        return (Self.same(finding.answer, now) ? .holds : .differs, reasons)
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

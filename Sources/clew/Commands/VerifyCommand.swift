import ArgumentParser
import Casework
import Encoding
import Foundation
import Workbench

/// `clew verify`: asks every finding of a case again.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Ask every finding of a case again, and say whether its answer still holds.",
        discussion: """
            Each is asked at its height, with its options, and compared with the answer that was kept. Ends with 1 when one \
            differs or cannot be asked here.
            """)

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        var rows: [JSONValue] = []
        var failed = 0
        for record in store.current.records {
            guard case .finding(let finding) = record.content else { continue }
            let check = FindingCheck(ledger: ledger.folder(chain: finding.ledger.chain))
            let (word, reasons) = Self.words(await check.verdict(on: finding))
            if word != "holds" { failed += 1 }
            if output.json {
                rows.append([
                    "finding": .integer(Int64(clamping: record.id)), "event": .string(record.event),
                    "title": .string(finding.title), "verdict": .string(word),
                    "reasons": .array(reasons.map { .string($0) }),
                ])
            } else {
                answer("\(word)  finding \(record.id) “\(VisibleText.escape(finding.title))”\n")
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

    private static func words(_ verdict: FindingVerdict) -> (String, [String]) {
        switch verdict {
        case .holds: ("holds", [])
        case .differs(let reasons): ("differs", reasons)
        case .unasked(let reasons): ("cannot be asked here", reasons)
        }
    }
}

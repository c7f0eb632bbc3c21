import ArgumentParser
import Encoding
import Ledger
import LedgerIndex
import LedgerStore

/// `clew ledger check`: whether a ledger is what it was when it was imported.
struct LedgerCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Compare a whole ledger with its checksums, hashes and digest.",
        discussion: "Ends with 1 when something does not match, and says what.")

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var format: JSONOptions

    func run() async throws {
        let folder = ledger.folder()
        Interruption.watch()
        let line = ProgressLine()
        let outcome: Outcome?
        do {
            outcome = try check(folder, line)
        } catch {
            line.end()
            throw failure(error)
        }
        line.end()
        guard let outcome else { throw failure("Interrupted before the end.", ExitStatus.interrupted) }
        answer(format.json ? outcome.json(folder).pretty() + "\n" : outcome.text(folder))
        if !outcome.faults.isEmpty { throw ExitStatus.checkFailed }
    }

    private func check(_ folder: String, _ line: ProgressLine) throws(LedgerError) -> Outcome? {
        switch try LedgerOpening.store(at: folder) {
        case .index:
            let check = try IndexCheck.run(
                at: folder,
                progress: { line.show("comparing " + $0, UInt64($1), of: UInt64($2), $0 == "rows" ? "blocks" : "MiB") },
                isCancelled: { Interruption.isAsked })
            return check.map {
                Outcome(
                    store: .index, faults: $0.faults,
                    counts: ["segments": UInt64($0.segments), "bytes": $0.bytes, "blocks": $0.blocks])
            }
        case .accounts:
            let ledger = try AccountLedger.open(at: folder)
            return Outcome(
                store: .accounts, faults: try ledger.faults(), counts: ["blocks": UInt64(ledger.info.coverage.ranges.reduce(0) { $0 + $1.count })])
        case .sqlite, nil:
            let ledger = try SQLiteLedger.open(at: folder)
            return Outcome(store: .sqlite, faults: try ledger.faults(), counts: ["blocks": try ledger.totals().blocks])
        }
    }

    private struct Outcome {
        var store: LedgerOpening.Store
        var faults: [String]
        var counts: [String: UInt64]

        func text(_ folder: String) -> String {
            var lines = Lines()
            lines.title(VisibleText.escape(folder))
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
                lines.pair(name.prefix(1).uppercased() + name.dropFirst(), AmountText.grouped(count))
            }
            for fault in faults { lines.pair("Fault", VisibleText.escape(fault)) }
            if faults.isEmpty { lines.line("Everything matches.") }
            return lines.text
        }

        func json(_ folder: String) -> JSONValue {
            var members: [String: JSONValue] = [
                "schema": .string("clew-ledger-check-1"), "folder": .string(folder), "store": .string(store.rawValue),
                "ok": .bool(faults.isEmpty), "faults": .array(faults.map { .string($0) }),
            ]
            for (name, count) in counts { members[name] = .integer(Int64(clamping: count)) }
            return .object(members)
        }
    }
}

import ArgumentParser
import Encoding
import Ledger
import LedgerSources
import LedgerStore

/// `clew ledger import PATH...`: blocks or exports into a ledger.
struct LedgerImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import blocks into a ledger, which is made when it is not there.",
        discussion: """
            Reads block files of Bitcoin Core (blk*.dat, or a folder of them), bare blocks, a node's getblock answers \
            (verbosity 2 or 3) and bitcoin-etl's JSON lines; and of chains whose value rests in balances ethereum-etl's blocks, \
            transactions, receipts, token transfers, traces, logs, tokens and contracts, as JSON lines or CSV, or a folder of \
            such files. Which they are is found out. Nothing is visible before the import ends. Interrupted, an import of \
            blocks keeps what it has, and the same command goes on there; one of balances begins again.
            """)

    @Argument(help: ArgumentHelp("Files, or folders of blk*.dat files or of rows.", valueName: "path"))
    var paths: [String]

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("The chain, where the files do not say: \(Self.chains).", valueName: "name"))
    var chain: String?

    @Option(
        help: ArgumentHelp(
            "The height of the first block, where the files do not say. It is shown as assumed.", valueName: "height"))
    var height: UInt32?

    @Option(
        help: ArgumentHelp(
            "How a new ledger of blocks is kept: index (fast) or sqlite (one file that other programs read too).",
            valueName: "kind"))
    var store: LedgerOpening.Store?

    @OptionGroup var format: JSONOptions

    private func importAccounts(_ rows: AccountImport, _ line: ProgressLine) throws {
        let end: AccountImport.Report?
        let folder = ledger.folder(chain: rows.chain.name)
        do throws(LedgerError) {
            if let there = try LedgerOpening.store(at: folder), there != .accounts {
                throw LedgerError(
                    "The ledger at \(folder) is of the kind \(there.rawValue), for chains whose value rests in outputs. Name "
                        + "another folder with --ledger.")
            }
            let writer = try AccountLedgerWriter.open(folder: folder, chain: rows.chain)
            end = try rows.run(
                into: writer, progress: { line.show($0.phase.rawValue, $0.done, of: $0.total, $0.unit.rawValue) },
                isCancelled: { Interruption.isAsked })
        } catch {
            line.end()
            throw failure(error)
        }
        line.end()
        guard let report = end else {
            throw failure(
                "Interrupted. Nothing was kept; the ledger is as it was. Rows of balances are put in order when all are read: the "
                    + "same command begins again.", ExitStatus.interrupted)
        }
        for warning in report.warnings { say("clew: \(warning)") }
        let imported: AccountLedger
        do { imported = try AccountLedger.open(at: folder) } catch { throw failure(error) }
        let shown = try AccountImportAnswer(report, imported)
        answer(format.json ? shown.json(options).pretty() + "\n" : shown.text)
    }

    private static var chains: String { (Chain.all + Chain.accounts).map(\.name).joined(separator: ", ") }

    func run() async throws {
        let chosen = try chain.map { name in
            guard let chain = Chain(named: name) else {
                throw failure("There is no chain \(VisibleText.escape(name)) in this build; there is \(Self.chains).")
            }
            return chain
        }
        Interruption.watch()
        let line = ProgressLine()
        let rows: AccountImport?
        do { rows = try AccountImport(paths: paths.map(absolute), chain: chosen) } catch { throw failure(error) }
        if let rows {
            guard store == nil || store == .accounts else {
                throw failure("Rows of a chain whose value rests in balances are kept in one kind of ledger: leave --store out.")
            }
            return try importAccounts(rows, line)
        }
        let end: End
        do { end = try bringIn(chosen, line) } catch {
            line.end()
            throw failure(error)
        }
        line.end()
        switch end {
        case .done(let result):
            for warning in result.report.warnings { say("clew: \(warning)") }
            answer(format.json ? result.json(options).pretty() + "\n" : result.text)
        case .stopped(let sentence):
            throw failure(sentence, ExitStatus.interrupted)
        }
    }

    private enum End {
        case done(ImportResult)
        /// Interrupted, with what was kept.
        case stopped(String)
    }

    private func bringIn(_ chain: Chain?, _ line: ProgressLine) throws(LedgerError) -> End {
        let progress: (ImportProgress) -> Void = {
            line.show($0.phase.rawValue, $0.done, of: $0.total, $0.unit.rawValue)
        }
        let isCancelled = { Interruption.isAsked }
        let source = LedgerImport(paths: paths.map(absolute), chain: chain, height: height)
        guard let plan = try source.plan(progress: progress, isCancelled: isCancelled) else {
            return .stopped("Interrupted before anything was written. Run the same command to import.")
        }
        let folder = ledger.folder(chain: plan.chain.name)
        let writer = try LedgerOpening.writer(
            at: folder, chain: plan.chain, fingerprint: plan.fingerprint, store: store)
        writer.report(
            { line.show($0, UInt64($1), of: UInt64($2), "steps") }, isCancelled: { Interruption.isAsked })
        let resumedAfter = writer.resumeAfter
        line.end()
        if let kept = resumedAfter { say("Going on after block \(kept), where the import was interrupted.") }
        let report: ImportReport
        do throws(LedgerError) {
            report = try plan.run(into: writer, progress: progress, isCancelled: isCancelled)
        } catch {
            if isCancelled() { return .stopped("Interrupted. \(error.sentence)") }
            throw error
        }
        if report.wasCancelled {
            let kept = writer.keptThrough.map { "What was read up to block \($0) is kept" } ?? "Nothing was kept yet"
            return .stopped(
                "Interrupted. \(kept); the ledger is as it was. Run the same command to go on from there.")
        }
        let info = try LedgerOpening.open(at: folder).info
        return .done(
            ImportResult(
                report: report, info: info, folder: folder, added: writer.added, skipped: writer.skipped,
                resumedAfter: resumedAfter))
    }

    private var options: [String: JSONValue] {
        [
            "paths": .array(paths.map { .string($0) }),
            "chain": .optional(chain),
            "store": .optional(store?.rawValue),
            "height": height.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}

/// What an import that ended brought.
private struct ImportResult {
    var report: ImportReport
    var info: LedgerInfo
    var folder: String
    var added: UInt64
    var skipped: UInt64
    /// Where an interrupted run of the same import had come to.
    var resumedAfter: UInt32?

    var text: String {
        var lines = Lines()
        lines.title(VisibleText.escape(folder))
        lines.pair("Imported", "\(Form.count(added, "block")), \(Form.count(UInt64(report.transactions), "transaction")) read")
        if let resumedAfter { lines.pair("Before that", "an interrupted run had kept what it read up to block \(resumedAfter)") }
        if skipped > 0 { lines.pair("Already there", Form.count(skipped, "block")) }
        if report.duplicates > 0 {
            lines.pair("Repeated", "\(AmountText.grouped(UInt64(report.duplicates))) in the files more than once")
        }
        if !report.orphans.isEmpty {
            lines.pair("Orphans", "\(Form.count(UInt64(report.orphans.count), "block")) of branches that lost, not imported")
        }
        lines.pair("Chain", info.chain.name + (report.isChainAssumed ? ", assumed" : ""))
        lines.pair("Covers", info.coverage.heightsKnown ? "blocks \(info.coverage.text)" : "transactions without heights")
        if !report.assumedHeights.isEmpty {
            lines.pair("Assumed", "heights that the files do not say")
        }
        return lines.text
    }


    func json(_ options: [String: JSONValue]) -> JSONValue {
        func number(_ count: some BinaryInteger) -> JSONValue { .integer(Int64(clamping: count)) }
        return LedgerDocument(
            schema: "clew-ledger-import-1", info: info, options: options, incomplete: info.coverage.shortfalls
        ).json([
            "folder": .string(folder),
            "chain": .string(info.chain.name),
            "chain_basis": .string(report.chainBasis.rawValue),
            "blocks": number(added),
            "resumed_after": resumedAfter.map { number($0) } ?? .null,
            "blocks_already_there": number(skipped),
            "transactions": number(report.transactions),
            "duplicates": number(report.duplicates),
            "orphans": .array(report.orphans.map { .string($0.description) }),
            "unplaced": .array(report.unplaced.map { .string($0.description) }),
            "warnings": .array(report.warnings.map { .string($0) }),
        ])
    }
}

extension LedgerOpening.Store: ExpressibleByArgument {}

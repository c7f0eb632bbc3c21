import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew detect [TX...]`: what detectors recognise.
struct DetectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect", abstract: "Show which transactions detectors recognise, and by which rule.",
        discussion: """
            A hit is an inference: it names the rule that fired, its version and what it measured. Without transactions \
            the whole ledger is read.

            Detectors: \(Detectors.all.map(\.name).joined(separator: ", ")). docs/detectors.md has their rules, sources \
            and measured errors.
            """)

    @Argument(help: ArgumentHelp("Transaction ids: 64 hexadecimal digits (default: the whole ledger).", valueName: "id"))
    var ids: [String] = []

    @Option(name: .customLong("detector"), help: ArgumentHelp("Only these detectors, by name, with commas (default: all).", valueName: "names"))
    var detectors: String?

    @Flag(help: "Print one JSON object a hit, as soon as it is found.")
    var jsonl = false

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if jsonl, question.format.json { throw ValidationError("--json and --jsonl exclude each other.") }
        for name in chosen ?? [] where !Detectors.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "There is no detector \(VisibleText.escape(name)). There are: "
                    + Detectors.all.map(\.name).joined(separator: ", ") + ".")
        }
    }

    private var chosen: [String]? { detectors.map { $0.split(separator: ",").map(String.init) } }

    func run() async throws {
        let wanted = try ids.map(TxCommand.typed)
        let ledger = try await question.open()
        do throws(LedgerError) {
            if wanted.isEmpty {
                try await scan(ledger)
            } else {
                let refs = try await TxCommand.refs(wanted, in: ledger)
                let hits = try await hits(try await ledger.transactions(of: refs), in: ledger)
                finish(hits, looked: refs.count, ledger.info, rows: jsonl ? hits : [])
            }
        } catch {
            throw failure(error)
        }
        if Interruption.isAsked { throw ExitStatus.interrupted }
    }

    private func scan(_ ledger: some UTXOReader) async throws(LedgerError) {
        Interruption.watch()
        let progress = ProgressLine()
        let total = UInt64(ledger.info.coverage.ranges.reduce(0) { $0 + $1.count })
        var walk = LedgerWalk(ledger.info.coverage)
        var hits: [FoundHit] = []
        var looked = 0
        var blocks: UInt64 = 0
        var last: UInt32?
        while let rows = try await walk.next(of: ledger), !Interruption.isAsked {
            let found = try await self.hits(rows, in: ledger)
            looked += rows.count
            for row in rows where row.at.height != last {
                last = row.at.height
                blocks += 1
            }
            if jsonl { print(found, ledger.info) } else { hits += found }
            progress.show("detecting", min(blocks, total), of: total, "blocks")
        }
        progress.end()
        finish(hits, looked: looked, ledger.info, rows: [])
    }

    private func hits(_ rows: [TxRow], in ledger: some UTXOReader) async throws(LedgerError) -> [FoundHit] {
        let hits = try await ledger.detectorHits(of: rows.map(\.at))
        return zip(rows, hits).compactMap { row, hit in
            guard let hit, chosen.map({ $0.contains(hit.detector) }) ?? true else { return nil }
            return FoundHit(row: row, hit: hit)
        }
    }

    // MARK: Answers

    private func print(_ hits: [FoundHit], _ info: LedgerInfo) {
        for found in hits { answer(String(decoding: found.json.canonical(), as: UTF8.self) + "\n") }
    }

    private func finish(_ hits: [FoundHit], looked: Int, _ info: LedgerInfo, rows: [FoundHit]) {
        print(rows, info)
        if jsonl { return }
        let incomplete = (Interruption.isAsked ? ["The search was interrupted before the end of the ledger."] : []) + info.coverage.shortfalls
        if question.format.json {
            let document = LedgerDocument(
                schema: "clew-detect-1", info: info,
                options: question.options([
                    "detectors": .array((chosen ?? Detectors.all.map(\.name)).map { .string($0) }),
                    "transactions": .array(ids.map { .string($0) }),
                ]),
                incomplete: incomplete)
            answer(
                document.json(["hits": .array(hits.map(\.json)), "transactions_examined": .integer(Int64(looked))]).pretty()
                    + "\n")
            return
        }
        var lines = Lines()
        lines.title(
            "\(Form.count(UInt64(hits.count), "hit")) in \(Form.count(UInt64(looked), "transaction")), by inference")
        for found in hits {
            lines.line("\(found.row.txid)  \(found.hit.detector)  rule \(found.hit.rule), version \(found.hit.version)")
            lines.line(
                "  block \(found.row.at.height), \(UTCTime(seconds: found.row.time).rfc3339)  "
                    + found.hit.measures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
                    .joined(separator: "  "))
            if !found.hit.disagreeing.isEmpty {
                lines.line("  rules that do not hold: \(found.hit.disagreeing.joined(separator: ", "))")
            }
        }
        answer(lines.text + (incomplete.isEmpty ? "" : "\n" + incomplete.joined(separator: "\n") + "\n"))
    }
}

/// A hit with the transaction it is on.
struct FoundHit {
    var row: TxRow
    var hit: DetectorHit

    var json: JSONValue {
        [
            "txid": .string(row.txid.description),
            "height": .integer(Int64(row.at.height)),
            "time": Form.time(row.time),
            "detector": .string(hit.detector),
            "rule": .string(hit.rule),
            "rule_text": .string(hit.text),
            "version": .integer(Int64(hit.version)),
            "measures": .object(hit.measures.mapValues(\.json)),
            "rules_that_agree": .array(hit.agreeing.map { .string($0) }),
            "rules_that_disagree": .array(hit.disagreeing.map { .string($0) }),
            "basis": "inference",
        ]
    }
}

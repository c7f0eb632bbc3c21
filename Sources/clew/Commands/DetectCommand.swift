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

            Detectors of single transactions: \(Detectors.all.map(\.name).joined(separator: ", ")). Patterns, found in the \
            whole ledger only and only when named: \(Pattern.allCases.map(\.rawValue).joined(separator: ", ")). \
            docs/detectors.md has their rules, sources, thresholds and measured errors.
            """)

    @Argument(help: ArgumentHelp("Transaction ids: 64 hexadecimal digits (default: the whole ledger).", valueName: "id"))
    var ids: [String] = []

    @Option(
        name: .customLong("detector"),
        help: ArgumentHelp(
            "Only these detectors and patterns, by name, with commas (default: all detectors of single transactions).",
            valueName: "names"))
    var detectors: String?

    @Option(
        help: ArgumentHelp(
            "Set a threshold of a pattern, such as peel-chain.hops=6; several with commas.", valueName: "name=value"))
    var threshold: String?

    @Flag(help: "Print one JSON object a hit, as soon as it is found.")
    var jsonl = false

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if jsonl, question.format.json { throw ValidationError("--json and --jsonl exclude each other.") }
        for name in chosen where !Self.names.contains(name) {
            throw ValidationError(
                "There is no detector \(VisibleText.escape(name)). There are: \(Self.names.joined(separator: ", ")).")
        }
        if !ids.isEmpty, !patterns.isEmpty {
            throw ValidationError("Patterns are found in the whole ledger: leave the transactions out.")
        }
        _ = try settings()
    }

    private static let names = Detectors.all.map(\.name) + Pattern.allCases.map(\.rawValue)

    private func settings() throws -> PatternSettings {
        var settings = PatternSettings()
        for text in (threshold ?? "").split(separator: ",") where !settings.set(String(text)) {
            let names = Pattern.allCases.flatMap { pattern in pattern.defaults.keys.sorted().map { "\(pattern.rawValue).\($0)" } }
            throw ValidationError(
                "\(VisibleText.escape(String(text))) sets no threshold. It takes NAME=WHOLE NUMBER, and there are: "
                    + names.joined(separator: ", ") + ".")
        }
        return settings
    }

    private var chosen: [String] {
        detectors.map { $0.split(separator: ",").map(String.init) } ?? Detectors.all.map(\.name)
    }

    private var patterns: Set<Pattern> { Set(chosen.compactMap { Pattern(rawValue: $0) }) }

    func run() async throws {
        let wanted = try ids.map(TxCommand.typed)
        let settings = try settings()
        let ledger = try await question.open()
        do throws(LedgerError) {
            if wanted.isEmpty {
                try await scan(ledger, settings)
            } else {
                let refs = try await TxCommand.refs(wanted, in: ledger)
                let hits = try await hits(try await ledger.transactions(of: refs), in: ledger)
                finish(hits, looked: refs.count, through: nil, ledger.info, rows: jsonl ? hits : [])
            }
        } catch {
            throw failure(error)
        }
        if Interruption.isAsked { throw ExitStatus.interrupted }
    }

    private func scan(_ ledger: some UTXOReader, _ settings: PatternSettings) async throws(LedgerError) {
        Interruption.watch()
        let progress = ProgressLine()
        let total = UInt64(ledger.info.coverage.ranges.reduce(0) { $0 + $1.count })
        var walk = LedgerWalk(ledger.info.coverage)
        var hits: [FoundHit] = []
        var looked = 0
        var blocks: UInt64 = 0
        var last: UInt32?
        let wantsSingle = chosen.contains { Pattern(rawValue: $0) == nil }
        while let rows = wantsSingle ? try await walk.next(of: ledger) : nil, !Interruption.isAsked {
            let found = try await self.hits(rows, in: ledger)
            looked += rows.count
            for row in rows where row.at.height != last {
                last = row.at.height
                blocks += 1
            }
            if jsonl { print(found, ledger.info) } else { hits += found }
            progress.show("detecting", min(blocks, total), of: total, "blocks")
        }
        if !patterns.isEmpty, !Interruption.isAsked {
            let first = ledger.info.coverage.ranges.first?.lowerBound ?? 0
            let found = try await ledger.patterns(patterns, settings) { height in
                progress.show("looking for patterns", min(UInt64(height - first) + 1, total), of: total, "blocks")
                return !Interruption.isAsked
            }.map { FoundHit(row: $0.row, hit: $0.hit) }
            if jsonl { print(found, ledger.info) } else { hits += found }
            if !wantsSingle { looked = Int(clamping: try await ledger.totals().transactions) }
        }
        progress.end()
        finish(hits, looked: looked, through: last, ledger.info, rows: [])
    }

    private func hits(_ rows: [TxRow], in ledger: some UTXOReader) async throws(LedgerError) -> [FoundHit] {
        let hits = try await ledger.detectorHits(of: rows.map(\.at))
        return zip(rows, hits).compactMap { row, hit in
            guard let hit, chosen.contains(hit.detector) else { return nil }
            return FoundHit(row: row, hit: hit)
        }
    }

    // MARK: Answers

    private func print(_ hits: [FoundHit], _ info: LedgerInfo) {
        for found in hits { answer(String(decoding: found.json(info).canonical(), as: UTF8.self) + "\n") }
    }

    /// - Parameter through: the last block that was looked at.
    private func finish(_ hits: [FoundHit], looked: Int, through last: UInt32?, _ info: LedgerInfo, rows: [FoundHit]) {
        print(rows, info)
        let place = info.coverage.heightsKnown && last != info.tip ? last.map { "after block \($0)" } : nil
        let interruption = "The search was interrupted \(place ?? "before the end of the ledger")."
        if jsonl {
            // Lines hold hits alone, so what is missing is said beside them.
            if Interruption.isAsked { say("clew: \(interruption)") }
            return
        }
        let incomplete = (Interruption.isAsked ? [interruption] : []) + info.coverage.shortfalls
        if question.format.json {
            let document = LedgerDocument(
                schema: "clew-detect-1", info: info,
                options: question.options([
                    "detectors": .array(chosen.map { .string($0) }),
                    "transactions": .array(ids.map { .string($0) }),
                    "thresholds": .array((threshold ?? "").split(separator: ",").map { .string(String($0)) }),
                ]),
                incomplete: incomplete)
            answer(
                document.json(["hits": .array(hits.map { $0.json(info) }), "transactions_examined": .integer(Int64(looked))]).pretty()
                    + "\n")
            return
        }
        var lines = Lines()
        lines.title(
            "\(Form.count(UInt64(hits.count), "hit")) in \(Form.count(UInt64(looked), "transaction")), by inference")
        for found in hits {
            lines.line("\(found.row.txid)  \(found.hit.detector)  rule \(found.hit.rule), version \(found.hit.version)")
            lines.line(
                "  \(info.coverage.heightsKnown ? "block \(found.row.at.height), " : "")\(UTCTime(seconds: found.row.time).rfc3339)  "
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

    func json(_ info: LedgerInfo) -> JSONValue {
        [
            "txid": .string(row.txid.description),
            "height": info.coverage.heightsKnown ? .integer(Int64(row.at.height)) : .null,
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

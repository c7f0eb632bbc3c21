import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew path A B`: how one place leads to another.
struct PathCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path", abstract: "Find how value may have gone from A to B, never against time.",
        discussion: """
            A and B are addresses, outputs (ID:N) or transactions (ID). Between addresses an edge spends any output of \
            the address after value arrived there; with --outputs it follows the value itself. Two ways are shown: the \
            one of fewest transactions, and the one whose smallest edge is greatest.
            """)

    @Argument(help: ArgumentHelp("Where to set out.", valueName: "a"))
    var from: String

    @Argument(help: ArgumentHelp("Where to arrive.", valueName: "b"))
    var to: String

    @Flag(help: "Follow the value itself from output to output.")
    var outputs = false

    @Option(help: ArgumentHelp("Only the way that is fewest, or widest (default: both).", valueName: "kind"))
    var only: String?

    @OptionGroup var limits: TraceOptions

    @OptionGroup var question: LedgerQuestion

    func validate() throws { _ = try kinds() }

    private func kinds() throws -> [PathQuestion.Kind] {
        guard let only else { return PathQuestion.Kind.allCases }
        guard let kind = PathQuestion.Kind(rawValue: only) else { throw ValidationError("--only takes fewest or widest.") }
        return [kind]
    }

    func run() async throws {
        let ledger = try await question.open()
        let chain = ledger.info.chain
        let ends = try starts([from, to], on: chain)
        guard ends[0] != ends[1] else { throw failure("A path needs two different ends.") }
        let asked = PathQuestion(
            from: ends[0], to: ends[1], followsOutputs: outputs, kinds: try kinds(),
            limits: TraceLimits(hops: limits.hops, until: try limits.untilSeconds(.forward), hub: limits.hub),
            stops: try limits.stopSet())
        let tags = try limits.table(on: chain)
        let found = try await following(.ways) { control throws(TraceError) in
            try await PathRun(asked, in: ledger, tags: tags, detectors: CoinJoinStops()).answer(control)
        }
        let shortfalls = try await shortfalls(found, ledger)
        answer(question.format.json ? document(found, shortfalls).pretty() + "\n" : text(found, shortfalls))
    }

    /// Why a way may be there though none was found.
    private func shortfalls(_ found: PathAnswer, _ ledger: OpenLedger) async throws -> [String] {
        guard found.paths.isEmpty else { return [] }
        let known = found.info.coverage.shortfalls
        if !known.isEmpty { return known }
        do throws(LedgerError) {
            return try await ledger.totals().unresolvedInputs > 0 ? found.info.shortfallsOfUnknown : []
        } catch { throw failure(error) }
    }

    /// The answer to this command as a document. Findings keep it without what the ledger lacks.
    func document(_ found: PathAnswer, _ shortfalls: [String] = []) -> JSONValue {
        let options = question.options(limits.json).merging([
            "from": .string(from), "to": .string(to), "outputs": .bool(outputs), "only": .optional(only),
        ]) { mine, _ in mine }
        let chain = found.info.chain
        func name(_ end: TracePath.End) -> JSONValue {
            .optional(end.output?.description ?? end.address?.text(on: chain))
        }
        return LedgerDocument(
            schema: "clew-path-1", info: found.info, options: options,
            incomplete: shortfalls
        ).json([
            "paths": .array(
                found.paths.map { path in
                    [
                        "kind": .string(path.kind.rawValue),
                        "hops": .integer(Int64(path.hops)),
                        "bottleneck": .amount(path.bottleneck),
                        "edges": .array(
                            path.edges.map { edge in
                                [
                                    "txid": .string(edge.transaction.txid.description),
                                    "from": name(edge.from),
                                    "to": name(edge.to),
                                    "from_address": Form.address(edge.from.address, chain),
                                    "to_address": Form.address(edge.to.address, chain),
                                    "value": .amount(edge.value),
                                    "time": Form.time(edge.transaction.time),
                                ]
                            }),
                    ]
                }),
            "reason": .optional(found.reason),
        ])
    }

    private func text(_ found: PathAnswer, _ shortfalls: [String]) -> String {
        let chain = found.info.chain
        func name(_ end: TracePath.End) -> String {
            let address = end.address?.text(on: chain)
            return end.output.map { output in address.map { "\(output)  \($0)" } ?? "\(output)" } ?? address ?? "no address"
        }
        var lines = Lines()
        for path in found.paths {
            lines.title(
                "\(path.kind == .fewest ? "Fewest" : "Widest"): \(Form.count(UInt64(path.hops), "transaction")), "
                    + "at least \(Form.coin(path.bottleneck, chain)) on every edge")
            if let first = path.edges.first { lines.line(name(first.from)) }
            for (edge, amount) in zip(path.edges, Form.column(path.edges.map(\.value), chain)) {
                let time = UTCTime(seconds: edge.transaction.time).evidence
                lines.line("  \(amount)  in \(edge.transaction.txid), \(time), to")
                lines.line(name(edge.to))
            }
        }
        if let reason = found.reason { lines.line(reason) }
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}

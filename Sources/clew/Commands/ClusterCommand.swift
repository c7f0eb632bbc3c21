import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew cluster A [--why B]`: the addresses that a stated rule says have one owner.
struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Show which addresses a stated rule puts together, and why two are.",
        discussion: """
            All input addresses of a transaction are taken to have one owner, unless a CoinJoin detector claims the \
            transaction; inputs of at most --dust join nothing. It is an inference: it fails where several owners sign \
            one transaction.

            Change rules are off unless named: \(Self.changes). \
            Several with commas: any of them; joined with +: all of them; not-RULE: not that one.
            """)

    private static let changes = ChangeRule.allCases.map { "\($0.rawValue) (\($0.text))" }.joined(separator: "; ")

    @Argument(help: ArgumentHelp("An address of the ledger's chain.", valueName: "address"))
    var address: String

    @Option(help: ArgumentHelp("Show the shortest chain of joining transactions to this address.", valueName: "address"))
    var why: String?

    @Option(help: ArgumentHelp("Change rules that join an output to the inputs (default: none).", valueName: "rules"))
    var change: String?

    @Option(help: ArgumentHelp("An input of at most this many base units joins nothing.", valueName: "value"))
    var dust: UInt64 = 546

    @Option(
        help: ArgumentHelp(
            "Warn of transactions that join two clusters of at least this many addresses.", valueName: "number"))
    var large: UInt32 = 100

    @Option(
        help: ArgumentHelp(
            "List this many members at most; how many there are is always said (default: \(shownLimit); with --json all).",
            valueName: "number"))
    var limit: Int?

    /// Members that are listed for people who did not say how many.
    private static let shownLimit = 1_000

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
        _ = try rule()
    }

    private func rule() throws -> ClusterRule {
        let choices = try (change ?? "").split(separator: ",").map { text in
            guard let choice = ChangeChoice(String(text)) else {
                throw ValidationError(
                    "\(VisibleText.escape(String(text))) is no change rule. There are: "
                        + ChangeRule.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            return choice
        }
        return ClusterRule(dust: dust, changes: choices, large: large)
    }

    func run() async throws {
        let rule = try rule()
        let ledger = try await question.open()
        let wanted = try Address.typed(address, on: ledger.info.chain)
        let other = try why.map { try Address.typed($0, on: ledger.info.chain) }
        Interruption.watch()
        let line = ProgressLine()
        defer { line.end() }
        var found: Found
        do { found = try await find(wanted, other, by: rule, in: ledger, line) } catch { throw failure(error) }
        defer { freeBeside(&found.view.members, leaving: []) }
        if !found.isWhyWhole, found.links == nil {
            throw failure(
                "Interrupted before it was found by which transactions the two are together: by this rule they are.",
                ExitStatus.interrupted)
        }
        var texts = ClusterList.texts(of: &found.view, on: ledger.info.chain, limit: shown) { progress in
            line.show(progress.phase == .names ? "naming" : "sorting names", progress.done, of: progress.total, "addresses")
            return !Interruption.isAsked
        }
        defer { freeBeside(&texts, leaving: []) }
        line.end()
        // What was found when it was stopped is printed whole, for it is short.
        if !found.isWhole { Interruption.watch() }
        let answer = LongAnswer(line)
        let isPrinted =
            question.format.json
            ? document(found, ledger.info, texts).pretty(inParts: answer.take) && answer.take([UInt8(ascii: "\n")])
            : answer.take(Array(text(found, ledger.info, texts).utf8))
        line.end()
        if !isPrinted {
            throw answer.failure
                ?? failure(
                    "Interrupted after \(AmountText.grouped(answer.written)) bytes of the answer were printed: it is not whole. "
                        + "--limit lists fewer members.", ExitStatus.interrupted)
        }
        if !found.isWhole { throw ExitStatus.interrupted }
    }

    /// Members to list; nil for all.
    private var shown: Int? { limit ?? (question.format.json ? nil : Self.shownLimit) }

    private func find(
        _ wanted: Address, _ other: Address?, by rule: ClusterRule, in ledger: some UTXOReader, _ line: ProgressLine
    ) async throws(LedgerError) -> Found {
        let known = try await ledger.find([wanted])
        let progress = { (progress: ClusterProgress) in
            line.show(progress)
            return !Interruption.isAsked
        }
        let view = try await ledger.cluster(of: wanted, by: rule, progress: progress)
        var found = Found(wanted: wanted, isKnown: known[0] != nil, view: view, other: other, links: nil)
        if let other, view.isComplete, view.members.contains(other) {
            let why = try await ledger.why(wanted, other, by: rule, progress: progress)
            found.links = why?.links
            found.isWhyWhole = why?.isWhole ?? !Interruption.isAsked
        }
        return found
    }

    /// An answer with what was asked.
    struct Found {
        var wanted: Address
        var isKnown: Bool
        var view: ClusterView
        var other: Address?
        var links: [ClusterLink]?
        /// False where it was stopped before it was known which link carries the claim alone.
        var isWhyWhole = true

        /// False where it was stopped before everything was found and named.
        var isWhole: Bool { view.isComplete && isWhyWhole }
    }

    /// The answer to this command as a document.
    ///
    /// - Parameter texts: the members to list.
    func document(_ found: Found, _ info: LedgerInfo, _ texts: [String]) -> JSONValue {
        let rule = found.view.rule
        var members: [String: JSONValue] = [
            "address": Form.address(found.wanted, info.chain),
            "known": .bool(found.isKnown),
            "addresses": .array(texts.map { .string($0) }),
            "size": .integer(Int64(found.view.size)),
            "joining_transactions": .integer(Int64(found.view.joining)),
            "rule": .string(ClusterRule.name),
            "rule_text": .string(rule.text),
            "version": .integer(Int64(ClusterRule.version)),
            "basis": "inference",
            "warnings": .array(
                found.view.warnings.map {
                    [
                        "txid": .string($0.row.txid.description), "height": height($0.row, info),
                        "sizes": .array($0.sizes.map { .integer(Int64($0)) }),
                    ]
                }),
        ]
        if let other = found.other {
            members["together"] = .bool(found.links != nil)
            members["links"] = .array(
                (found.links ?? []).map {
                    [
                        "txid": .string($0.row.txid.description), "height": height($0.row, info),
                        "time": Form.time($0.row.time), "address_a": Form.address($0.from, info.chain),
                        "address_b": Form.address($0.to, info.chain),
                        "carries_alone": .array(($0.halves.map { [$0.near, $0.far] } ?? []).map { .integer(Int64($0)) }),
                    ]
                })
            members["why"] = Form.address(other, info.chain)
        }
        let document = LedgerDocument(
            schema: "clew-cluster-1", info: info,
            options: question.options([
                "dust": .amount(rule.dust), "change": .array(rule.changes.map { .string($0.description) }),
                "large": .integer(Int64(rule.large)), "limit": limit.map { .integer(Int64($0)) } ?? .null, "why": .optional(found.other?.text(on: info.chain)),
            ]),
            incomplete: shortfalls(found, info, listed: texts.count))
        return document.json(members)
    }

    private func height(_ row: TxRow, _ info: LedgerInfo) -> JSONValue {
        info.coverage.heightsKnown ? .integer(Int64(row.at.height)) : .null
    }

    private func text(_ found: Found, _ info: LedgerInfo, _ texts: [String]) -> String {
        var lines = Lines()
        let chain = info.chain
        lines.title(found.wanted.text(on: chain))
        if !found.isKnown { lines.line("not in this ledger, which covers \(info.coverage.phrase) of \(chain)") }
        if let other = found.other {
            if let links = found.links {
                lines.line("together with \(other.text(on: chain)) by \(Form.count(UInt64(links.count), "transaction")):")
                for link in links {
                    let block = info.coverage.heightsKnown ? "block \(link.row.at.height), " : ""
                    lines.line("  \(link.row.txid)  \(block)\(UTCTime(seconds: link.row.time).rfc3339)")
                    lines.line("    joins \(link.from.text(on: chain)) and \(link.to.text(on: chain))")
                    if let halves = link.halves {
                        lines.line(
                            "    ! alone: without it there are \(AmountText.grouped(UInt64(halves.near))) and "
                                + "\(AmountText.grouped(UInt64(halves.far))) addresses apart")
                    }
                }
            } else {
                lines.line("not together with \(other.text(on: chain)) by this rule")
            }
        }
        lines.title(
            "\(AmountText.grouped(UInt64(found.view.size))) \(found.view.size == 1 ? "address" : "addresses") joined by "
                + "\(Form.count(UInt64(found.view.joining), "transaction")), by inference")
        lines.line("Rule \(ClusterRule.name), version \(ClusterRule.version): \(found.view.rule.text)")
        for (number, text) in texts.enumerated() {
            // What is asked for now ends the printing.
            if number % 4096 == 0, Interruption.isAsked { break }
            lines.line("  " + text)
        }
        for warning in found.view.warnings {
            lines.line(
                "! \(warning.row.txid) joined two large clusters (\(warning.sizes.map { String($0) }.joined(separator: " and ")) "
                    + "addresses): look whether one owner signed it")
        }
        let shortfalls = shortfalls(found, info, listed: texts.count)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private func shortfalls(_ found: Found, _ info: LedgerInfo, listed: Int) -> [String] {
        let view = found.view
        var sentences: [String] = []
        if let stopped = view.stopped {
            sentences.append(stopped.interruption)
        } else {
            if listed < view.size {
                sentences.append(
                    "Only the first \(AmountText.grouped(UInt64(listed))) of \(AmountText.grouped(UInt64(view.size))) addresses are "
                        + "listed; --limit sets how many.")
            }
            if !found.isWhyWhole {
                sentences.append(
                    "Interrupted while it was looked up why the two are together: which link carries the claim alone is not told.")
            }
        }
        return sentences + info.coverage.shortfalls
    }
}

extension ProgressLine {
    func show(_ progress: ClusterProgress) {
        switch progress.phase {
        case .search: show("joining", UInt64(progress.members), of: nil, "addresses")
        case .ledger: show("reading the ledger", progress.done, of: progress.total, "blocks")
        case .joining: show("counting what joins", progress.done, of: progress.total, "transactions")
        case .names: show("looking up", progress.done, of: progress.total, "addresses")
        case .sorting: show("sorting", progress.done, of: progress.total, "addresses")
        }
    }
}

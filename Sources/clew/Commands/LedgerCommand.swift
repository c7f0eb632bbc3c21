import ArgumentParser
import Encoding
import Ledger

/// `clew ledger ...`: making ledgers and asking what they hold.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Import blocks into a ledger, show what a ledger holds, and check it.",
        subcommands: [LedgerImportCommand.self, LedgerInfoCommand.self, LedgerCheckCommand.self])
}

/// `clew ledger info`: counts, coverage and digest.
struct LedgerInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a ledger holds: blocks, counts, coverage, digest.")

    @OptionGroup var question: LedgerQuestion

    func run() async throws {
        let opened = try await question.openAny()
        guard case .outputs(let ledger) = opened else {
            if case .accounts(let ledger) = opened {
                let shown = try AccountInfoAnswer(ledger)
                answer(question.format.json ? shown.json(question.options()).pretty() + "\n" : shown.text)
            }
            return
        }
        let totals: LedgerTotals
        do { totals = try await ledger.totals() } catch { throw failure(error) }
        answer(
            question.format.json
                ? json(totals, ledger.info).pretty() + "\n" : text(totals, ledger.info, folder: question.ledger.folder()))
    }

    private func json(_ totals: LedgerTotals, _ info: LedgerInfo) -> JSONValue {
        func number(_ count: UInt64) -> JSONValue { .integer(Int64(clamping: count)) }
        func height(_ height: UInt32?) -> JSONValue {
            info.coverage.heightsKnown ? height.map { .integer(Int64($0)) } ?? .null : .null
        }
        let document = LedgerDocument(
            schema: "clew-ledger-info-1", info: info, options: question.options(),
            incomplete: Self.shortfalls(totals, info))
        return document.json([
            "chain": .string(info.chain.name),
            "first_height": height(info.coverage.ranges.first?.lowerBound),
            "last_height": height(info.tip),
            "blocks": number(totals.blocks),
            "transactions": number(totals.transactions),
            "inputs": number(totals.inputs),
            "outputs": number(totals.outputs),
            "addresses": number(totals.addresses),
            "unspent_outputs": number(totals.unspentOutputs),
            "unspent_value": .amount(totals.unspentValue),
            "unspendable_outputs": number(totals.unspendableOutputs),
            "unresolved_inputs": number(totals.unresolvedInputs),
            "tip_hash": .optional(info.tipHash?.description),
            "tip_time": info.tip == nil ? .null : Form.time(info.tipTime),
            "digest": .string(Hex.text(info.digest)),
        ])
    }

    private func text(_ totals: LedgerTotals, _ info: LedgerInfo, folder: String) -> String {
        var lines = Lines()
        lines.title(VisibleText.escape(folder))
        lines.pair(
            "Chain",
            info.chain.name
                + (info.coverage.isChainAssumed ? ", assumed: nothing in what was imported says so for certain" : ""))
        lines.pair(
            "Blocks",
            "\(AmountText.grouped(totals.blocks)), "
                + (info.coverage.heightsKnown ? "heights \(info.coverage.text)" : "by time: heights are not known"))
        if !info.coverage.assumed.isEmpty {
            var assumed = info.coverage
            assumed.ranges = info.coverage.assumed
            lines.pair("", "heights \(assumed.text) are assumed: given by hand, not read from the data")
        }
        lines.pair("Transactions", AmountText.grouped(totals.transactions))
        lines.pair(
            "Inputs", "\(AmountText.grouped(totals.inputs)), of which \(AmountText.grouped(totals.unresolvedInputs)) unresolved")
        lines.pair("Outputs", AmountText.grouped(totals.outputs))
        lines.pair("Addresses", AmountText.grouped(totals.addresses))
        lines.pair(
            "Unspent",
            "\(Form.count(totals.unspentOutputs, "output")) worth \(Form.coin(totals.unspentValue, info.chain)), of which "
                + "\(AmountText.grouped(totals.unspendableOutputs)) can never be spent")
        if let tip = info.tip {
            lines.pair("Tip", (info.coverage.heightsKnown ? "block \(tip), " : "") + "\(UTCTime(seconds: info.tipTime).evidence)")
            lines.pair("", info.tipHash?.description ?? "its hash is not known")
        }
        lines.pair("Digest", Hex.text(info.digest))
        let shortfalls = Self.shortfalls(totals, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private static func shortfalls(_ totals: LedgerTotals, _ info: LedgerInfo) -> [String] {
        totals.unresolvedInputs > 0 ? info.shortfallsOfUnknown : info.coverage.shortfalls
    }
}

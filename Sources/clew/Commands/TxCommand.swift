import ArgumentParser
import Encoding
import Ledger
import Pricing
import TraceEngine

/// `clew tx ID...`: transactions with their inputs and outputs.
struct TxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tx", abstract: "Show transactions with their inputs, outputs and what became of these.",
        discussion: """
            Where two transactions carry one id (blocks 91722 and 91880, 91812 and 91842 of bitcoin), both are shown; \
            ID@HEIGHT names one of them.
            """)

    @Argument(help: ArgumentHelp("Transaction ids: 64 hexadecimal digits.", valueName: "id"))
    var ids: [String]

    @OptionGroup var question: LedgerQuestion

    func run() async throws {
        let opened = try await question.openAny()
        guard case .outputs(let ledger) = opened else {
            if case .accounts(let ledger) = opened {
                let shown = try AccountTxAnswer(ids, in: ledger)
                answer(question.format.json ? shown.json(question.options()).pretty() + "\n" : shown.text)
            }
            return
        }
        let wanted = try ids.map(Self.typed)
        let views: [TransactionView]
        do throws(LedgerError) {
            views = try await ledger.transactionViews(of: try await Self.refs(wanted, in: ledger))
        } catch {
            throw failure(error)
        }
        let prices = UserPrices.series(of: ledger.info.chain)
        answer(
            question.format.json ? json(views, prices, ledger.info).pretty() + "\n" : text(views, prices, ledger.info))
    }

    /// Where the ledger holds the transactions; one that it does not hold is an error.
    static func refs(
        _ wanted: [(txid: TxID, height: UInt32?)], in ledger: some UTXOReader
    ) async throws(LedgerError) -> [TxRef] {
        var refs: [TxRef] = []
        for (found, wanted) in zip(try await ledger.find(wanted.map(\.txid)), wanted) {
            let chosen = found.filter { $0.height == wanted.height ?? $0.height }
            guard !chosen.isEmpty else {
                throw LedgerError(
                    "Transaction \(wanted.txid)\(wanted.height.map { " of block \($0)" } ?? "") is not in this ledger, "
                        + "which covers \(ledger.info.coverage.phrase) of \(ledger.info.chain).")
            }
            refs += chosen
        }
        return refs
    }

    /// A transaction as a user types it: its id, and `@HEIGHT` where two share one.
    static func typed(_ text: String) throws -> (txid: TxID, height: UInt32?) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let height = parts.count == 2 ? UInt32(parts[1]) : nil
        guard let txid = TxID(String(parts[0])), parts.count == 1 || height != nil else {
            throw failure(
                "\(VisibleText.escape(text)) is no transaction id: it takes 64 hexadecimal digits, and @HEIGHT where two "
                    + "transactions share an id.")
        }
        return (txid, height)
    }

    // MARK: Answers

    private func json(_ views: [TransactionView], _ prices: PriceSeries?, _ info: LedgerInfo) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-tx-1", info: info, options: question.options(), incomplete: Self.shortfalls(views, info))
        return document.json([
            "transactions": .array(
                views.map { view in
                    [
                        "txid": .string(view.row.txid.description),
                        // Without heights the number only says the place in the order of times.
                        "height": info.coverage.heightsKnown ? .integer(Int64(view.row.at.height)) : .null,
                        "position": .integer(Int64(view.row.at.position)),
                        "time": Form.time(view.row.time),
                        "state": "confirmed",
                        "coinbase": .bool(view.row.isCoinbase),
                        "fee": view.fee.map { .amount($0) } ?? .null,
                        "outputs_fiat": prices.map { Self.fiat(view.outputs.map(\.value), view, $0, info.chain).json($0) } ?? .null,
                        "inputs": .array(view.inputs.map { Self.json($0, info.chain) }),
                        "outputs": .array(view.outputs.enumerated().map { Self.json($1, index: $0, info.chain) }),
                    ]
                })
        ])
    }

    private static func json(_ input: TransactionView.Input, _ chain: Chain) -> JSONValue {
        [
            "previous": .string(input.previous.description),
            "address": Form.address(input.owner, chain),
            "value": input.known == .unknown ? .null : .amount(input.value),
            "known": .string(input.known.word),
        ]
    }

    private static func json(_ output: TransactionView.Output, index: Int, _ chain: Chain) -> JSONValue {
        let script = LockingScript(output.script)
        return [
            "index": .integer(Int64(index)),
            "address": Form.address(output.owner, chain),
            "value": .amount(output.value),
            "script": .string(Hex.text(output.script)),
            "script_type": .string(script.type.rawValue),
            "spender": .optional(output.spenderID?.description),
            "state": .string(output.fate.word),
        ]
    }

    private func text(_ views: [TransactionView], _ prices: PriceSeries?, _ info: LedgerInfo) -> String {
        var lines = Lines()
        func beside(_ values: [UInt64], _ view: TransactionView) -> String {
            prices.flatMap { Self.fiat(values, view, $0, info.chain).text }.map { "  " + $0 } ?? ""
        }
        for view in views {
            // BIP 30: the later transaction owns the id, the overwritten one is named with its height.
            let isOverwritten = views.contains { $0.row.txid == view.row.txid && $0.row.at > view.row.at }
            lines.title(view.row.txid.description + (isOverwritten ? "@\(view.row.at.height)" : ""))
            lines.pair(
                "Block",
                info.coverage.heightsKnown
                    ? "\(view.row.at.height), position \(view.row.at.position)" : "not known: the source gave no heights")
            lines.pair("Time", UTCTime(seconds: view.row.time).evidence)
            if !view.row.isCoinbase {
                lines.pair(
                    "Fee", view.fee.map { Form.coin($0, info.chain) + beside([$0], view) } ?? "not known: an input is not known")
            }
            lines.line(view.row.isCoinbase ? "No inputs: newly issued coin" : "Inputs")
            for (input, amount) in zip(view.inputs, Form.column(view.inputs.map(\.value), info.chain)) {
                let value = input.known == .unknown ? "value not known" : amount
                let owner = input.owner?.text(on: info.chain) ?? (input.known == .unknown ? "owner not known" : "no address")
                lines.line("  \(value)\(input.known == .unknown ? "" : beside([input.value], view))  \(owner)  from \(input.previous)\(input.known == .stated ? "  as stated" : "")")
            }
            lines.line("Outputs")
            let amounts = Form.column(view.outputs.map(\.value), info.chain)
            for (index, output) in view.outputs.enumerated() {
                let script = LockingScript(output.script)
                let owner = output.owner?.text(on: info.chain) ?? script.type.rawValue
                let state = output.spenderID.map { "spent by \($0)" } ?? output.fate.phrase
                lines.line("  \(index)  \(amounts[index])\(beside([output.value], view))  \(owner)  \(state)")
                if let data = script.data, !data.isEmpty {
                    lines.line("     data: \(VisibleText.escape(String(decoding: data, as: UTF8.self)))")
                }
            }
        }
        if let prices { lines.title(prices.remark) }
        let shortfalls = Self.shortfalls(views, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    /// Amounts of a transaction at the price of its day.
    private static func fiat(_ values: [UInt64], _ view: TransactionView, _ prices: PriceSeries, _ chain: Chain) -> FiatSum {
        var sum = FiatSum(prices, decimals: chain.decimals)
        for value in values { sum.add(value, at: view.row.time) }
        return sum
    }

    private static func shortfalls(_ views: [TransactionView], _ info: LedgerInfo) -> [String] {
        let isUnsure = views.contains { view in
            view.inputs.contains { $0.known == .unknown } || view.outputs.contains { $0.fate == .notCovered }
        }
        return isUnsure ? info.shortfallsOfUnknown : []
    }
}

extension Known {
    /// The word of documents.
    var word: String {
        switch self {
        case .resolved: "resolved"
        case .stated: "stated"
        case .unknown: "unresolved"
        }
    }
}

extension Fate {
    /// The word of documents.
    var word: String {
        switch self {
        case .unspent: "unspent"
        case .spent: "spent"
        case .unspendable: "unspendable"
        case .notCovered: "not-covered"
        }
    }

    var phrase: String {
        switch self {
        case .unspent: "unspent"
        case .spent: "spent"
        case .unspendable: "can never be spent"
        case .notCovered: "not seen spent; later blocks are missing"
        }
    }
}

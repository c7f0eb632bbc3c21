import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew find bc1qxy...0wlh`: what a ledger holds that a shortened identifier may stand for.
struct FindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find the addresses and transactions that a shortened identifier may stand for.",
        discussion: """
            Statements and screenshots shorten identifiers to their ends: bc1qxy...0wlh. What was left out is written as \
            ..., \u{2026} or * (quoted for the shell), or nothing where the identifier breaks off. The whole ledger is looked through. \
            What is found are candidates: amount and time tell which of them is meant, and nothing found says only that it \
            is not in this ledger.
            """)

    @Argument(help: ArgumentHelp("Beginning and end of an address or transaction id.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("Show at most this many.", valueName: "number"))
    var limit = 100

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    }

    func run() async throws {
        guard let wanted = ShortenedID(text) else {
            throw failure(
                "\(VisibleText.escape(text)) is no shortened identifier: it takes letters and digits, at least "
                    + "\(ShortenedID.fewest) of them, with ... once where something was left out.")
        }
        switch try await question.openAny() {
        case .outputs(let ledger):
            let found = try await search(wanted, in: ledger)
            let addresses: [AddressView]
            let transactions: [TxRow]
            do throws(LedgerError) {
                addresses = try await ledger.addressViews(of: try found.addresses.map { text throws(LedgerError) in
                    do { return try Address(text, on: ledger.info.chain) } catch { return try Self.bare(text) }
                }, limit: 0)
                transactions = try await ledger.transactions(of: try await ledger.find(found.txids).flatMap { $0 })
            } catch { throw failure(error) }
            show(Answer(wanted: wanted, found: found, addresses: addresses, transactions: transactions), ledger.info)
            if found.shortfall == .stopped { throw ExitStatus.interrupted }
        case .accounts(let ledger):
            let found = try await search(wanted, in: ledger)
            let transactions: [TxRow]
            do { transactions = try ledger.transactions(of: try ledger.find(found.txids).flatMap { $0 }) } catch { throw failure(error) }
            show(Answer(wanted: wanted, found: found, addresses: nil, transactions: transactions), ledger.info)
            if found.shortfall == .stopped { throw ExitStatus.interrupted }
        }
    }

    private func search(_ wanted: ShortenedID, in ledger: some SearchableLedger) async throws -> LedgerSearch {
        Interruption.watch()
        let line = ProgressLine()
        defer { line.end() }
        do {
            return try await LedgerSearch.run(wanted, in: ledger, limit: limit) { done, all in
                line.show("searching", done, of: all, "identifiers")
                return !Interruption.isAsked
            }
        } catch { throw failure(error) }
    }

    /// A script without an address of its own is written as its digits.
    private static func bare(_ text: String) throws(LedgerError) -> Address {
        guard let script = Hex.bytes(text) else { throw LedgerError("The ledger names an address that cannot be read: \(text).") }
        return Address(canonicalScript: script)
    }

    /// What was found, with what tells candidates apart.
    struct Answer {
        var wanted: ShortenedID
        var found: LedgerSearch
        /// In the order of `found`; nil on ledgers of balances, whose sums are of one asset each.
        var addresses: [AddressView]?
        var transactions: [TxRow]
    }

    private func show(_ found: Answer, _ info: LedgerInfo) {
        answer(question.format.json ? json(found, info).pretty() + "\n" : text(found, info))
    }

    private func shortfalls(_ found: LedgerSearch, _ info: LedgerInfo) -> [String] {
        let own: [String] = switch found.shortfall {
        case .limit: ["There are more than the \(limit) shown: a longer beginning or end tells them apart; --limit shows more."]
        case .stopped: ["The search was interrupted: there may be more."]
        case nil: []
        }
        return own + info.coverage.shortfalls
    }

    private func json(_ found: Answer, _ info: LedgerInfo) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-find-1", info: info,
            options: question.options([
                "beginning": .string(found.wanted.beginning), "ending": .string(found.wanted.ending), "limit": .integer(Int64(limit)),
            ]), incomplete: shortfalls(found.found, info))
        return document.json([
            "addresses": .array(found.found.addresses.enumerated().map { place, text in
                var object: [String: JSONValue] = ["address": .string(text), "chain": .string(info.chain.name)]
                if let view = found.addresses?[place] {
                    object["received"] = .amount(view.summary.received)
                    object["sent"] = .amount(view.summary.sent)
                    object["transactions"] = .integer(Int64(clamping: view.summary.transactions))
                    object["first_seen"] = Form.time(view.firstTime)
                    object["last_seen"] = Form.time(view.lastTime)
                }
                return .object(object)
            }),
            "transactions": .array(found.transactions.map { row in
                [
                    "txid": .string(info.chain.text(of: row.txid)),
                    "height": info.coverage.heightsKnown ? .integer(Int64(row.at.height)) : .null,
                    "time": Form.time(row.time),
                ]
            }),
        ])
    }

    private func text(_ found: Answer, _ info: LedgerInfo) -> String {
        let addresses = found.found.addresses
        var lines = Lines()
        let counts = [
            Form.count(UInt64(addresses.count), "address", "addresses"), Form.count(UInt64(found.transactions.count), "transaction"),
        ].joined(separator: " and ")
        lines.title(
            "\(counts) that \(Self.words(found.wanted)), among \(info.coverage.phrase) of \(info.chain)")
        if addresses.isEmpty, found.transactions.isEmpty, found.found.shortfall == nil {
            lines.line(
                LedgerSearch.mayFind(found.wanted, on: info.chain)
                    ? "It is not in the blocks of this ledger; it may be in others." : "No address and no id of \(info.chain) begins so.")
        }
        for (place, text) in addresses.enumerated() {
            lines.title(text)
            guard let view = found.addresses?[place] else { continue }
            let least = view.summary.complete ? "" : "at least "
            lines.pair("Received", least + Form.coin(view.summary.received, info.chain))
            lines.pair("Sent", least + Form.coin(view.summary.sent, info.chain))
            lines.pair("Transactions", least + AmountText.grouped(view.summary.transactions))
            if let first = view.firstTime, let last = view.lastTime {
                lines.pair("Seen", "\(UTCTime(seconds: first).evidence) to \(UTCTime(seconds: last).evidence)")
            }
        }
        for row in found.transactions {
            lines.title(info.chain.text(of: row.txid))
            lines.pair("Time", UTCTime(seconds: row.time).evidence + (info.coverage.heightsKnown ? ", block \(row.at.height)" : ""))
        }
        let shortfalls = shortfalls(found.found, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    /// `begin with bc1qxy and end with 0wlh`
    private static func words(_ wanted: ShortenedID) -> String {
        let begin = wanted.beginning.isEmpty ? nil : "begin with \(wanted.beginning)"
        let end = wanted.ending.isEmpty ? nil : "end with \(wanted.ending)"
        return [begin, end].compactMap { $0 }.joined(separator: " and ")
    }
}

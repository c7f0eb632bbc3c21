import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew neighbours A`: who paid an address and whom it paid.
struct NeighboursCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "neighbours", abstract: "Show who paid an address and whom it paid, with totals.",
        discussion: """
            Where all inputs of a transaction have one owner, what its outputs got is fact. Where they have several, \
            each is taken to have paid in proportion to its part: such totals are inference, marked ~, and stand \
            apart. What came back to the address itself is not counted. On a ledger of balances each transfer says who \
            paid whom: all is fact, told by asset, without gas.
            """)

    @Argument(help: ArgumentHelp("An address of the ledger's chain.", valueName: "address"))
    var address: String

    @Option(
        help: ArgumentHelp(
            "Look at this many of its transactions at most (of balances: transfers of each asset), the first in the ledger.",
            valueName: "number"))
    var limit = 10_000

    @Option(
        help: ArgumentHelp(
            "On a ledger of balances: one asset alone, by the coin's ticker, a token's contract, or its symbol where one token "
                + "alone has it (default: all).", valueName: "asset"))
    var asset: String?

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    }

    func run() async throws {
        let ledger: OpenLedger
        switch try await question.openAny() {
        case .outputs(let opened): ledger = opened
        case .accounts(let accounts):
            let shown = try await AccountNeighboursAnswer(address, asset: asset, limit: limit, in: accounts)
            answer(question.format.json ? shown.json(options).pretty() + "\n" : shown.text)
            return
        }
        if let asset, asset.lowercased() != ledger.info.chain.ticker.lowercased() {
            throw failure("There is one asset on \(ledger.info.chain), \(ledger.info.chain.ticker): leave --asset out.")
        }
        let wanted = try Address.typed(address, on: ledger.info.chain)
        let view: RelationView
        do { view = try await ledger.relationView(of: wanted, limit: limit) } catch { throw failure(error) }
        answer(question.format.json ? json(view, ledger.info).pretty() + "\n" : text(view, ledger.info))
    }

    private var options: [String: JSONValue] {
        question.options(["limit": .integer(Int64(limit)), "asset": .optional(asset)])
    }

    private func json(_ view: RelationView, _ info: LedgerInfo) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-neighbours-1", info: info, options: options, incomplete: shortfalls(view, info))
        return document.json([
            "address": Form.address(view.address, info.chain),
            "known": .bool(view.isKnown),
            "edges": .array(
                view.relations.map { relation in
                    [
                        "direction": .string(relation.direction.rawValue),
                        "address": Form.address(relation.counterparty, info.chain),
                        "party": .string(relation.party.word),
                        "value": .amount(relation.value),
                        "transactions": .integer(Int64(clamping: relation.transactions)),
                        "first": Form.time(relation.firstTime),
                        "last": Form.time(relation.lastTime),
                        "basis": .string(relation.basis.rawValue),
                    ]
                }),
        ])
    }

    private func text(_ view: RelationView, _ info: LedgerInfo) -> String {
        var lines = Lines()
        lines.title(view.address.text(on: info.chain))
        if !view.isKnown {
            lines.line("not in this ledger, which covers \(info.coverage.phrase) of \(info.chain)")
        }
        for (direction, heading) in [(Relation.Direction.incoming, "Paid by"), (.outgoing, "Paid to")] {
            let relations = view.relations.filter { $0.direction == direction }
            if !relations.isEmpty { lines.line(heading) }
            let amounts = Form.column(relations.map(\.value), info.chain)
            for (relation, amount) in zip(relations, amounts) {
                let mark = relation.basis == .inference ? "~" : " "
                let days = [relation.firstTime, relation.lastTime].map { UTCTime(seconds: $0).date }
                lines.line(
                    "  \(mark)\(amount)  "
                        + (relation.counterparty?.text(on: info.chain) ?? relation.party.phrase)
                        + "  \(Form.count(relation.transactions, "transaction")), "
                        + (days[0] == days[1] ? days[0] : "\(days[0]) to \(days[1])"))
            }
        }
        if view.relations.contains(where: { $0.basis == .inference }) {
            lines.line("~ divided pro rata among the owners of the inputs: an inference, not a fact of the ledger")
        }
        let shortfalls = shortfalls(view, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private func shortfalls(_ view: RelationView, _ info: LedgerInfo) -> [String] {
        let cut = "Only the first \(AmountText.grouped(view.transactions)) transactions were looked at; --limit sets how many."
        let isUnsure = view.relations.contains { $0.party == .notKnown }
        return (view.isComplete ? [] : [cut]) + (isUnsure ? info.shortfallsOfUnknown : info.coverage.shortfalls)
    }
}

extension Relation.Party {
    /// The word of documents.
    var word: String {
        switch self {
        case .address: "address"
        case .issued: "issued"
        case .noAddress: "no-address"
        case .notKnown: "not-known"
        }
    }

    var phrase: String {
        switch self {
        case .address: "an address"
        case .issued: "newly issued coin"
        case .noAddress: "scripts without an address"
        case .notKnown: "not known: an input is not in this ledger"
        }
    }
}

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
            apart. What came back to the address itself is not counted.
            """)

    @Argument(help: ArgumentHelp("An address of the ledger's chain.", valueName: "address"))
    var address: String

    @Option(help: ArgumentHelp("Look at this many of its transactions at most, the first in the ledger.", valueName: "number"))
    var limit = 10_000

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    }

    func run() async throws {
        let ledger = try await question.open()
        let wanted = try Address.typed(address, on: ledger.info.chain)
        let view: RelationView
        do { view = try await ledger.relationView(of: wanted, limit: limit) } catch { throw failure(error) }
        answer(question.format.json ? json(view, ledger.info).pretty() + "\n" : text(view, ledger.info))
    }

    private func json(_ view: RelationView, _ info: LedgerInfo) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-neighbours-1", info: info, options: question.options(["limit": .integer(Int64(limit))]),
            incomplete: shortfalls(view, info))
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
        return (view.isComplete ? [] : [cut]) + info.coverage.shortfalls
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

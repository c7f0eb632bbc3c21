import Encoding
import Ledger
import LedgerStore
import TraceEngine

/// Who paid an address and whom it paid, on a ledger of balances.
struct AccountNeighboursAnswer {
    private let view: AccountRelationView
    private let form: AssetForm
    private let info: LedgerInfo
    private let shortfalls: [String]

    /// - Parameter asset: as a user names it; nil for each that the address ever held.
    init(_ address: String, asset: String?, limit: Int, in ledger: AccountLedger) async throws {
        info = ledger.info
        form = try AssetForm(ledger)
        let wanted = try Address.typed(address, on: ledger.info.chain)
        let assets = form
        let asked = try asset.map { try assets.named($0).number }
        do throws(LedgerError) {
            view = try await ledger.relationView(of: wanted, asset: asked, limit: limit)
        } catch { throw failure(error) }
        let cut = "Only the first \(AmountText.grouped(UInt64(limit))) transfers of an asset were looked at; --limit sets how many."
        shortfalls = (view.isComplete ? [] : [cut]) + (try ledger.shortfalls(of: asked))
    }

    func json(_ options: [String: JSONValue]) -> JSONValue {
        LedgerDocument(schema: "clew-neighbours-1", info: info, options: options, incomplete: shortfalls).json([
            "address": Form.address(view.address, info.chain),
            "known": .bool(view.isKnown),
            "edges": .array(
                view.relations.map { relation in
                    .object(
                        form.json(form[relation.asset]).merging([
                            "direction": .string(relation.direction.rawValue),
                            "address": Form.address(relation.counterparty, info.chain),
                            "party": .string(relation.party.word),
                            "value": .amount(relation.value),
                            "transfers": .integer(Int64(clamping: relation.transfers)),
                            "transactions": .integer(Int64(clamping: relation.transactions)),
                            "first": Form.time(relation.firstTime),
                            "last": Form.time(relation.lastTime),
                            "basis": "fact",
                        ]) { mine, _ in mine })
                }),
        ])
    }

    var text: String {
        var lines = Lines()
        lines.title(view.address.text(on: info.chain))
        if !view.isKnown {
            lines.line("not in this ledger, which covers \(info.coverage.phrase) of \(info.chain)")
        } else if view.relations.isEmpty {
            lines.line("nobody paid it and it paid nobody")
        }
        var number: UInt32?
        let width = view.relations.map { amount($0).count }.max() ?? 0
        for asset in view.relations.map(\.asset) where asset != number {
            number = asset
            lines.line(form.name(form[asset]))
            for (direction, heading) in [(Relation.Direction.incoming, "Paid by"), (.outgoing, "Paid to")] {
                let relations = view.relations.filter { $0.asset == asset && $0.direction == direction }
                if !relations.isEmpty { lines.line("  " + heading) }
                for relation in relations {
                    let amount = amount(relation)
                    let days = [relation.firstTime, relation.lastTime].map { UTCTime(seconds: $0).date }
                    lines.line(
                        "    " + String(repeating: " ", count: width - amount.count) + amount + "  "
                            + (relation.counterparty?.text(on: info.chain) ?? relation.party.word)
                            + "  \(Form.count(relation.transfers, "transfer")), "
                            + (days[0] == days[1] ? days[0] : "\(days[0]) to \(days[1])"))
                }
            }
        }
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private func amount(_ relation: AccountRelation) -> String {
        let asset = form[relation.asset]
        return asset.decimals.map { AmountText.coin(relation.value, decimals: $0) } ?? "\(relation.value) base units"
    }
}

extension AccountRelation.Party {
    /// The word of documents and for people.
    var word: String {
        switch self {
        case .address: "address"
        case .issued: "issued"
        case .destroyed: "destroyed"
        }
    }
}

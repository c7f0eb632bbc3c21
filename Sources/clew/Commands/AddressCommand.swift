import ArgumentParser
import Attribution
import Encoding
import Ledger
import Pricing
import TraceEngine

/// `clew address A...`: what a ledger says of addresses.
struct AddressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "address", abstract: "Show what addresses received, sent and hold, and when they were seen.",
        discussion: "Sums are of the ledger at hand. Where it lacks blocks they are marked as at least.")

    @Argument(help: ArgumentHelp("Addresses of the ledger's chain.", valueName: "address"))
    var addresses: [String]

    @OptionGroup var question: LedgerQuestion

    func run() async throws {
        switch try await question.openAny() {
        case .outputs(let ledger): try await run(in: ledger)
        case .accounts(let ledger):
            let wanted = try addresses.map { try Address.typed($0, on: ledger.info.chain) }
            let shown = try AccountAddressAnswer(wanted, in: ledger, tags: Self.tags(of: wanted, on: ledger.info.chain))
            answer(question.format.json ? shown.json(question.options()).pretty() + "\n" : shown.text)
        }
    }

    private func run(in ledger: OpenLedger) async throws {
        let wanted = try addresses.map { try Address.typed($0, on: ledger.info.chain) }
        let views: [AddressView]
        // Fiat figures need every payment with its day.
        let prices = UserPrices.series(of: ledger.info.chain)
        do { views = try await ledger.addressViews(of: wanted, limit: prices == nil ? 0 : .max) } catch { throw failure(error) }
        let tags = try Self.tags(of: wanted, on: ledger.info.chain)
        answer(
            question.format.json
                ? json(views, tags, prices, ledger.info).pretty() + "\n" : text(views, tags, prices, ledger.info))
    }

    /// The claims in force of each address; none where no tags were imported.
    private static func tags(of addresses: [Address], on chain: Chain) throws -> [[TagRecord]] {
        guard let store = try SharedTags.open() else { return addresses.map { _ in [] } }
        do throws(TagError) {
            return try store.records(of: addresses.map { TagKey($0, on: chain) }).map { records in
                records.filter { $0.removed == nil && $0.tag.subject.network == chain.name }
            }
        } catch { throw failure(error) }
    }

    /// What an address received and sent, each payment at the price of its day.
    private static func fiat(_ view: AddressView, _ prices: PriceSeries, _ chain: Chain) -> (received: FiatSum, sent: FiatSum) {
        var (received, sent) = (FiatSum(prices, decimals: chain.decimals), FiatSum(prices, decimals: chain.decimals))
        for event in view.events {
            received.add(event.received, at: event.tx.time)
            sent.add(event.sent, at: event.tx.time)
        }
        return (received, sent)
    }

    private func json(_ views: [AddressView], _ tags: [[TagRecord]], _ prices: PriceSeries?, _ info: LedgerInfo) -> JSONValue {
        let document = LedgerDocument(
            schema: "clew-address-1", info: info, options: question.options(), incomplete: Self.shortfalls(views, info))
        return document.json([
            "addresses": .array(
                zip(views, tags).map { view, tags in
                    var coverage = info.coverage.json.objectValue ?? [:]
                    coverage["complete"] = .bool(view.summary.complete)
                    let fiat = prices.map { (Self.fiat(view, $0, info.chain), $0) }
                    return [
                        "address": Form.address(view.address, info.chain),
                        "chain": .string(info.chain.name),
                        "known": .bool(view.isKnown),
                        "received": .amount(view.summary.received),
                        "received_fiat": fiat.map { $0.0.received.json($0.1) } ?? .null,
                        "sent": .amount(view.summary.sent),
                        "sent_fiat": fiat.map { $0.0.sent.json($0.1) } ?? .null,
                        "balance": .amount(view.summary.balance),
                        "transactions": .integer(Int64(clamping: view.summary.transactions)),
                        "outputs": .integer(Int64(clamping: view.summary.outputs)),
                        "unspent_outputs": .integer(Int64(clamping: view.summary.unspentOutputs)),
                        "first_seen": Form.time(view.firstTime),
                        "last_seen": Form.time(view.lastTime),
                        "tags": .array(tags.map { .object(TagForm.json($0)) }),
                        "coverage": .object(coverage),
                    ]
                })
        ])
    }

    private func text(
        _ views: [AddressView], _ tags: [[TagRecord]], _ prices: PriceSeries?, _ info: LedgerInfo
    ) -> String {
        var lines = Lines()
        for (view, tags) in zip(views, tags) {
            lines.title(view.address.text(on: info.chain))
            for record in tags { lines.pair("Tag", TagForm.line(record)) }
            let summary = view.summary
            guard view.isKnown else {
                lines.line("not in this ledger, which covers \(info.coverage.phrase) of \(info.chain)")
                continue
            }
            let least = summary.complete ? "" : "at least "
            let fiat = prices.map { Self.fiat(view, $0, info.chain) }
            func beside(_ sum: FiatSum?) -> String { sum?.text.map { "  " + $0 } ?? "" }
            lines.pair("Received", least + Form.coin(summary.received, info.chain) + beside(fiat?.received))
            lines.pair("Sent", least + Form.coin(summary.sent, info.chain) + beside(fiat?.sent))
            lines.pair("Balance", Form.coin(summary.balance, info.chain) + (summary.complete ? "" : " as far as covered"))
            lines.pair(
                "Transactions",
                "\(least)\(AmountText.grouped(summary.transactions)), "
                    + "\(Form.count(summary.unspentOutputs, "output")) not spent")
            if let first = view.firstTime, let last = view.lastTime {
                func block(_ ref: TxRef) -> String { info.coverage.heightsKnown ? ", block \(ref.height)" : "" }
                lines.pair("First seen", UTCTime(seconds: first).evidence + block(summary.first))
                lines.pair("Last seen", UTCTime(seconds: last).evidence + block(summary.last))
            }
        }
        if let prices, views.contains(where: \.isKnown) { lines.title(prices.remark) }
        let shortfalls = Self.shortfalls(views, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }

    private static func shortfalls(_ views: [AddressView], _ info: LedgerInfo) -> [String] {
        if views.allSatisfy(\.summary.complete) { return [] }
        return info.shortfallsOfUnknown
    }
}

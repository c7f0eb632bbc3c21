import ArgumentParser
import Encoding
import Ledger
import LedgerStore
import TraceEngine

/// `clew common --from START...`: what many starts lead to.
struct CommonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "common", abstract: "Find the positions and addresses that most starts reach.",
        discussion: """
            Most starts first, then fewest hops. Services are left out: everything meets there. A position counts from \
            two starts on. Who reaches it is a matter of reach alone; how much arrives is told by one method. On a ledger of \
            balances a position is the balance of an address, and --asset says what amounts count.
            """)

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Where to set out, as in clew trace.", valueName: "start"))
    var from: [String]

    @Option(
        help: ArgumentHelp(
            "How to tell amounts: haircut, fifo, lifo, tiho (of outputs) or libr (of balances).", valueName: "method"))
    var method = "haircut"

    @Option(
        help: ArgumentHelp(
            "On a ledger of balances: the coin's ticker, a token's contract, or its symbol where one token alone has it "
                + "(default: the coin).", valueName: "asset"))
    var asset: String?

    @Option(help: ArgumentHelp("Show this many rows at most.", valueName: "number"))
    var limit = 100

    @OptionGroup var limits: TraceOptions

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if from.isEmpty { throw ValidationError("--from takes at least one start.") }
        if limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
        _ = try chosen()
    }

    private func chosen() throws -> TraceMethod {
        guard let chosen = TraceMethod(rawValue: method), chosen.conserves else {
            throw ValidationError("--method takes haircut, fifo, lifo, tiho (of outputs) or libr (of balances).")
        }
        return chosen
    }

    func run() async throws {
        switch try await question.openAny() {
        case .outputs(let ledger): try await run(in: ledger)
        case .accounts(let ledger): try await run(in: ledger)
        }
    }

    private func run(in ledger: AccountLedger) async throws {
        let chain = ledger.info.chain
        let form = try AssetForm(ledger)
        let asked = AccountQuestion(
            from: try starts(from, on: chain).map { AccountStart($0) },
            asset: try asset.map { try form.named($0).number } ?? ledger.coin, methods: [try chosen()],
            limits: TraceLimits(hops: limits.hops, until: try limits.untilSeconds(.forward), hub: limits.hub),
            stops: try limits.stopSet())
        let tags = try limits.table(on: chain)
        let limit = limit
        let common = try await following { control throws(TraceError) in
            try await AccountTraceRun(asked, of: ledger, tags: tags).common(limit: limit, control)
        }
        let shown = AccountCommonAnswer(common: common, form: form, shortfalls: try ledger.shortfalls(of: asked.asset))
        answer(question.format.json ? shown.json(options).pretty() + "\n" : shown.text)
    }

    private var options: [String: JSONValue] {
        question.options(limits.json).merging([
            "from": .array(from.map { .string($0) }), "method": .string(method), "limit": .integer(Int64(limit)),
            "asset": .optional(asset),
        ]) { mine, _ in mine }
    }

    private func run(in ledger: OpenLedger) async throws {
        let chain = ledger.info.chain
        if let asset, asset.lowercased() != chain.ticker.lowercased() {
            throw failure("There is one asset on \(chain), \(chain.ticker): leave --asset out.")
        }
        let asked = TraceQuestion(
            from: try starts(from, on: chain), methods: [try chosen()],
            limits: TraceLimits(hops: limits.hops, until: try limits.untilSeconds(.forward), hub: limits.hub),
            stops: try limits.stopSet())
        let tags = try limits.table(on: chain)
        let limit = limit
        let common = try await following { control throws(TraceError) in
            try await TraceRun(asked, of: ledger, tags: tags, detectors: CoinJoinStops()).common(limit: limit, control)
        }
        answer(question.format.json ? json(common, ledger.info).pretty() + "\n" : text(common, ledger.info))
    }

    private func shortfalls(_ common: CommonDownstream, _ info: LedgerInfo) -> [String] {
        common.trace.endsInGaps ? info.shortfallsOfUnknown : []
    }

    private func json(_ common: CommonDownstream, _ info: LedgerInfo) -> JSONValue {
        func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
        func numbers(_ starts: [Int]) -> JSONValue { .array(starts.map { count($0 + 1) }) }
        return LedgerDocument(
            schema: "clew-common-1", info: info, options: options, incomplete: shortfalls(common, info)
        ).json([
            "method": .string(common.method.rawValue),
            "method_version": count(common.method.version),
            "positions": .array(
                common.positions.map { position in
                    [
                        "position": .string(position.place.name),
                        "address": Form.address(position.place.owner, info.chain),
                        "starts": count(position.starts.count),
                        "start_numbers": numbers(position.starts),
                        "hops": .integer(Int64(position.hops)),
                        "value": .amount(position.value),
                    ]
                }),
            "positions_found": count(common.positionsFound),
            "addresses": .array(
                common.parties.map { party in
                    [
                        "address": .string(party.address.text(on: info.chain)),
                        "starts": count(party.starts.count),
                        "start_numbers": numbers(party.starts),
                        "positions": count(party.positions),
                        "hops": .integer(Int64(party.hops)),
                        "value": .amount(party.value),
                    ]
                }),
            "addresses_found": count(common.partiesFound),
        ])
    }

    private func text(_ common: CommonDownstream, _ info: LedgerInfo) -> String {
        var lines = Lines()
        let of = "of \(from.count)"
        lines.title("Addresses, \(AmountText.grouped(UInt64(common.partiesFound))) in all")
        for (party, amount) in zip(common.parties, Form.column(common.parties.map(\.value), info.chain)) {
            lines.line(
                "\(party.starts.count) \(of)  hop \(party.hops)  \(amount)  \(party.address.text(on: info.chain))  "
                    + Form.count(UInt64(party.positions), "output"))
        }
        lines.title("Outputs, \(AmountText.grouped(UInt64(common.positionsFound))) in all")
        for (position, amount) in zip(common.positions, Form.column(common.positions.map(\.value), info.chain)) {
            lines.line(
                "\(position.starts.count) \(of)  hop \(position.hops)  \(amount)  \(position.place.name)  "
                    + (position.place.owner?.text(on: info.chain) ?? "no address"))
        }
        if common.positions.isEmpty { lines.line("No output is reached by two starts.") }
        let shortfalls = shortfalls(common, info)
        return lines.text + (shortfalls.isEmpty ? "" : "\n" + shortfalls.joined(separator: "\n") + "\n")
    }
}

import ArgumentParser
import Encoding
import Ledger
import LedgerStore
import TraceEngine

/// `clew trace --from START...`: where value went, or where it came from.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Follow value from one or more starts until every branch meets a stop.",
        discussion: """
            A start is an output (ID:N), a transaction (ID), an address, or an address in a span of blocks or days \
            (ADDRESS@FROM..TO, either end may be left out). What the starts are worth equals what reached the stops, \
            plus fees, to the unit, for every method but poison. On a ledger of balances ID:N is a transfer, by its place in \
            the transaction, and --asset says what amounts count. docs/tracing.md has the rules.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Where to set out; several are told apart to the unit.", valueName: "start"))
    var from: [String]

    @Flag(help: "Follow value back to where it came from.")
    var backward = false

    @Option(
        help: ArgumentHelp(
            "poison, haircut, fifo, lifo, tiho (of outputs), libr (of balances), comma-separated, or all (default: fifo,haircut).",
            valueName: "method,..."))
    var method: String?

    @Option(
        help: ArgumentHelp(
            "Do not follow less than this, in base units (satoshi, wei).", valueName: "value"))
    var min: String?

    @Option(
        help: ArgumentHelp(
            "On a ledger of balances: the coin's ticker, a token's contract, or its symbol where one token alone has it "
                + "(default: the coin).", valueName: "asset"))
    var asset: String?

    @Option(
        help: ArgumentHelp("Do not follow this address or output (ID:N), for a reason: PLACE=REASON.", valueName: "cut"))
    var cut: [String] = []

    @OptionGroup var limits: TraceOptions

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if from.isEmpty { throw ValidationError("--from takes at least one start.") }
        _ = try methods(of: TraceMethod.allCases)
        if let min, UInt256(min) == nil { throw ValidationError("--min takes a whole number of base units.") }
    }

    func run() async throws {
        switch try await question.openAny() {
        case .outputs(let ledger): try await run(in: ledger)
        case .accounts(let ledger): try await run(in: ledger)
        }
    }

    private func run(in ledger: OpenLedger) async throws {
        if let asset, asset.lowercased() != ledger.info.chain.ticker.lowercased() {
            throw failure("There is one asset on \(ledger.info.chain), \(ledger.info.chain.ticker): leave --asset out.")
        }
        let least = min.flatMap { UInt64($0) }
        guard min == nil || least != nil else { throw failure("--min is more than there can be.") }
        let chain = ledger.info.chain
        let direction: TraceDirection = backward ? .backward : .forward
        let asked = TraceQuestion(
            from: try starts(from, on: chain), direction: direction, methods: try methods(of: TraceMethod.forOutputs),
            limits: TraceLimits(
                hops: limits.hops, minimumValue: least, until: try limits.untilSeconds(direction), hub: limits.hub),
            stops: try limits.stopSet(), cuts: try cut.map { try Self.cut($0, on: chain) })
        let tags = try limits.table(on: chain)
        let traced = try await following { control throws(TraceError) in
            try await TraceRun(asked, of: ledger, tags: tags, detectors: CoinJoinStops()).answer(control)
        }
        answer(
            question.format.json
                ? document(traced).pretty() + "\n" : TraceText(answer: traced).text)
    }

    /// The answer to this command as a document.
    func document(_ traced: TraceAnswer) -> JSONValue { TraceDocument(answer: traced).json(options) }

    private func run(in ledger: AccountLedger) async throws {
        let chain = ledger.info.chain
        let form = try AssetForm(ledger)
        let direction: TraceDirection = backward ? .backward : .forward
        var cuts: [Address: String] = [:]
        for text in cut {
            guard case .address(let address) = try Self.cut(text, on: chain).place else {
                throw failure("\(VisibleText.escape(text)): on a ledger of balances --cut takes an address.")
            }
            cuts[address] = text.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
        }
        let asked = AccountQuestion(
            from: try starts(from, on: chain).map { AccountStart($0) }, direction: direction,
            asset: try asset.map { try form.named($0).number } ?? ledger.coin, methods: try methods(of: TraceMethod.forBalances),
            limits: TraceLimits(hops: limits.hops, until: try limits.untilSeconds(direction), hub: limits.hub),
            minimum: min.flatMap { UInt256($0) }, stops: try limits.stopSet(), cuts: cuts)
        let tags = try limits.table(on: chain)
        let traced = try await following { control throws(TraceError) in
            try await AccountTraceRun(asked, of: ledger, tags: tags).answer(control)
        }
        let shown = AccountTraceAnswer(answer: traced, form: form, shortfalls: try ledger.shortfalls(of: asked.asset))
        answer(question.format.json ? shown.json(options).pretty() + "\n" : shown.text)
    }

    private var options: [String: JSONValue] {
        question.options(limits.json).merging([
            "from": .array(from.map { .string($0) }),
            "backward": .bool(backward),
            "method": .optional(method),
            "min": .optional(min),
            "asset": .optional(asset),
            "cut": .array(cut.map { .string($0) }),
        ]) { mine, _ in mine }
    }

    private func methods(of all: [TraceMethod]) throws -> [TraceMethod] {
        let names = (method ?? "fifo,haircut").split(separator: ",").map(String.init)
        if names == ["all"] { return all.filter { !backward || $0.hasInverse } }
        let known = all.map(\.rawValue).joined(separator: ", ")
        var result: [TraceMethod] = []
        for name in names {
            guard let method = TraceMethod(rawValue: name) else {
                throw ValidationError("There is no method \(VisibleText.escape(name)); there is \(known), and all.")
            }
            if !result.contains(method) { result.append(method) }
        }
        guard !result.isEmpty else { throw ValidationError("--method takes \(known), or all.") }
        return result
    }

    private static func cut(_ text: String, on chain: Chain) throws -> TraceCut {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw failure("\(VisibleText.escape(text)): --cut takes PLACE=REASON; a branch is never cut without a reason.")
        }
        switch try starts([parts[0]], on: chain)[0] {
        case .output(let txid, nil, let index):
            return TraceCut(.output(Outpoint(txid: txid, index: index)), reason: parts[1])
        case .address(let address, nil): return TraceCut(.address(address), reason: parts[1])
        default: throw failure("\(VisibleText.escape(parts[0])): --cut takes an address or an output, ID:N.")
        }
    }
}

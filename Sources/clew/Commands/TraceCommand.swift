import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew trace --from START...`: where value went, or where it came from.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Follow value from one or more starts until every branch meets a stop.",
        discussion: """
            A start is an output (ID:N), a transaction (ID), an address, or an address in a span of blocks or days \
            (ADDRESS@FROM..TO, either end may be left out). What the starts are worth equals what reached the stops, \
            plus fees, to the unit, for every method but poison. docs/tracing.md has the rules.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Where to set out; several are told apart to the unit.", valueName: "start"))
    var from: [String]

    @Flag(help: "Follow value back to where it came from.")
    var backward = false

    @Option(
        help: ArgumentHelp(
            "poison, haircut, fifo, lifo, tiho, comma-separated, or all (default: fifo,haircut).", valueName: "method,..."))
    var method: String?

    @Option(
        help: ArgumentHelp(
            "Do not follow less than this, in base units (satoshi).", valueName: "value"))
    var min: UInt64?

    @Option(
        help: ArgumentHelp("Do not follow this address or output (ID:N), for a reason: PLACE=REASON.", valueName: "cut"))
    var cut: [String] = []

    @OptionGroup var limits: TraceOptions

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        if from.isEmpty { throw ValidationError("--from takes at least one start.") }
        _ = try methods()
    }

    func run() async throws {
        let ledger = try await question.open()
        let chain = ledger.info.chain
        let direction: TraceDirection = backward ? .backward : .forward
        let asked = TraceQuestion(
            from: try starts(from, on: chain), direction: direction, methods: try methods(),
            limits: TraceLimits(
                hops: limits.hops, minimumValue: min, until: try limits.untilSeconds(direction), hub: limits.hub),
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

    private var options: [String: JSONValue] {
        question.options(limits.json).merging([
            "from": .array(from.map { .string($0) }),
            "backward": .bool(backward),
            "method": .optional(method),
            "min": min.map { .amount($0) } ?? .null,
            "cut": .array(cut.map { .string($0) }),
        ]) { mine, _ in mine }
    }

    private func methods() throws -> [TraceMethod] {
        let names = (method ?? "fifo,haircut").split(separator: ",").map(String.init)
        if names == ["all"] { return TraceMethod.forOutputs.filter { !backward || $0.hasInverse } }
        let known = TraceMethod.forOutputs.map(\.rawValue).joined(separator: ", ")
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

import ArgumentParser
import Encoding
import Ledger
import TraceEngine

/// `clew exposure ADDRESS`: with whom the value of an address or a cluster stood in connection.
struct ExposureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exposure",
        abstract: "Show which part of an address's value came from, and went to, whom tags name.",
        discussion: """
            Everything the address received is traced, back or on, until each branch meets a tag, a mixer that a detector \
            recognises, or another stop. The lines sum to what was traced, to the unit; what nobody is named for and what \
            the ledger does not cover are lines of their own. There is no score. Tags are claims, not facts.

            --without shows what remains without something that the answer rests on: source:NAME, actor:NAME, \
            label:NAME, category:NAME, address:A (tags), rule:coinjoin or one detector (rule:coinjoin.wasabi2), \
            rule:multi-input (with --cluster: the address alone).
            """)

    @Argument(help: ArgumentHelp("An address of the ledger's chain.", valueName: "address"))
    var address: String

    @Flag(help: "Ask for every address that the multi-input rule puts together with it: an inference.")
    var cluster = false

    enum Way: String, ExpressibleByArgument, CaseIterable {
        case from, to, both
    }

    @Option(help: ArgumentHelp("Where value came from, went to, or both.", valueName: "way"))
    var direction: Way = .both

    @Option(
        help: ArgumentHelp("haircut, fifo, lifo, or tiho where value goes, comma-separated.", valueName: "method,..."))
    var method = "haircut"

    @Option(help: ArgumentHelp("Pass this many transactions at most.", valueName: "number"))
    var hops: UInt32?

    @Option(help: ArgumentHelp("Do not follow less than this, in base units (satoshi).", valueName: "value"))
    var min: UInt64?

    @Option(help: ArgumentHelp("Do not follow addresses that are in more transactions than this.", valueName: "number"))
    var hub: UInt64?

    @Option(help: ArgumentHelp("Leave this out and show what remains; may be given several times.", valueName: "kind:name"))
    var without: [String] = []

    @Option(help: ArgumentHelp("Show this many ends of each line, the greatest first, with a way to them.", valueName: "number"))
    var ends = 3

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("By what the tags said on that day; files of --tags have no dates (default: now).", valueName: "date"))
    var asOf: String?

    @OptionGroup var tagFiles: TagFileOptions

    @OptionGroup var question: LedgerQuestion

    func validate() throws {
        guard ends >= 0 else { throw ValidationError("--ends takes a number from 0.") }
        for way in ways { _ = try methods(way) }
    }

    private var ways: [ExposureQuestion.Direction] {
        switch direction {
        case .from: [.from]
        case .to: [.to]
        case .both: [.from, .to]
        }
    }

    private func methods(_ way: ExposureQuestion.Direction) throws -> [TraceMethod] {
        let allowed = TraceMethod.forOutputs.filter { $0.conserves && (way == .to || $0.hasInverse) }
        return try method.split(separator: ",").map { name in
            guard let method = allowed.first(where: { $0.rawValue == name }) else {
                throw ValidationError(
                    "\(VisibleText.escape(String(name))) gives no shares of where value \(way == .from ? "came from" : "went"); "
                        + "there is \(allowed.map(\.rawValue).joined(separator: ", ")).")
            }
            return method
        }
    }

    func run() async throws {
        let ledger = try await question.open()
        let chain = ledger.info.chain
        let subject = try Address.typed(address, on: chain)
        let assumptions = try without.map { text in
            do throws(TraceError) { return try ExposureAssumption(text, on: chain) } catch { throw failure(error) }
        }
        var tags = try tagFiles.table(on: chain)
        tags.asOf = try asOf.map { try SharedTags.time($0, option: "--as-of") }
        var report = ExposureReport(info: ledger.info, subject: subject, cluster: nil, without: without, shownEnds: ends)
        report.prices = UserPrices.series(of: chain)
        var subjects = [subject]
        if cluster {
            Interruption.watch()
            let view: ClusterView
            do { view = try await ledger.cluster(of: subject, progress: { _ in !Interruption.isAsked }) } catch {
                throw failure(error)
            }
            if let stopped = view.stopped {
                throw failure(stopped.interruption + " Nothing was answered.", ExitStatus.interrupted)
            }
            subjects += view.members.filter { $0 != subject }
            report.cluster = view
        }
        for way in ways {
            func ask(_ without: [ExposureAssumption]) async throws -> Exposure {
                let asked = ExposureQuestion(
                    of: subjects, way, by: try methods(way),
                    limits: TraceLimits(hops: hops, minimumValue: min, hub: hub), without: without)
                return try await following { control throws(TraceError) in
                    try await ExposureRun(asked, of: ledger, tags: tags).answer(control)
                }
            }
            let whole = try await ask([])
            report.pairs.append((whole, assumptions.isEmpty ? nil : try await ask(assumptions)))
        }
        answer(question.format.json ? report.json(options(tags.asOf)).pretty() + "\n" : report.text)
    }

    private func options(_ asOf: UTCTime?) -> [String: JSONValue] {
        question.options([
            "cluster": .bool(cluster), "direction": .string(direction.rawValue), "method": .string(method),
            "hops": hops.map { .integer(Int64($0)) } ?? .null, "min": min.map { .amount($0) } ?? .null,
            "hub": hub.map { .amount($0) } ?? .null, "without": .array(without.map { .string($0) }),
            "as_of": .optional(asOf?.rfc3339), "tags": tagFiles.json, "ends": .integer(Int64(ends)),
        ])
    }
}

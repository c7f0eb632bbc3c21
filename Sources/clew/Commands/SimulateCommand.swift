import ArgumentParser
import Encoding
import Foundation
import Ledger
import Simulation

/// `clew simulate`: a believable fraud as a block file, with what really happened beside it.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Generate a ledger with the truth about it: a fraud, a large market, a market of accounts.",
        discussion: """
            Writes blocks/blk00000.dat, real blocks of bitcoin-regtest, or for accounts ledger/*.jsonl, rows as ethereum-etl \
            exports them, which `clew ledger import` reads; and truth.json or truth.jsonl, which says who owned what, what was \
            planted and where the money went. The same seed gives the same bytes on every machine. All is \
            made up, and the signatures in it are random numbers: no key exists for any address.
            """)

    @Option(
        help: ArgumentHelp(
            "What tells one world from another: any text, or a written seed such as clew-seed-1:fraud:blocks=600:TEXT.",
            valueName: "text"))
    var seed: String?

    @Option(
        help: ArgumentHelp("What to plant: \(SimulationSeed.Scenario.names) (default: fraud).", valueName: "name"))
    var scenario: String?

    @Option(
        help: ArgumentHelp(
            "Height of a fraud's last block, 400 to 20000 (default: 600).",
            valueName: "number"))
    var blocks: UInt32?

    @Option(
        help: ArgumentHelp(
            "Transactions of a market or of accounts, from 1000 on (default: 100000); it is written as it is made, in bounded memory.",
            valueName: "number"))
    var transactions: UInt64?

    @Option(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
    var output: String

    @Flag(help: "Write the whole sample case Saltmarsh: blocks, truth, case folder and briefing.")
    var sample = false

    @Flag(help: "Replace what an earlier run wrote into the folder.")
    var replace = false

    @OptionGroup var format: JSONOptions

    func run() throws {
        do {
            let folder = absolute(output)
            if sample {
                guard seed == nil, scenario == nil, blocks == nil, transactions == nil else {
                    throw SimulationError(
                        "The sample case has a seed of its own; leave out --seed, --scenario and the sizes.")
                }
                report(try SaltmarshSample(path: folder, replaces: replace).write())
            } else {
                let seed = try chosenSeed()
                switch seed.scenario {
                case .fraud: report(try SimulationFolder(path: folder, replaces: replace).write(seed))
                case .market: report(try market(seed, in: folder))
                case .accounts: report(try accounts(seed, in: folder))
                }
            }
        } catch let error as SimulationError {
            throw failure(error)
        }
    }

    /// The seed that the options give together; options and a written seed must not disagree.
    private func chosenSeed() throws(SimulationError) -> SimulationSeed {
        guard let seed else { throw SimulationError("No seed was given. Pass --seed with any text.") }
        var chosen: SimulationSeed.Scenario?
        if let scenario {
            guard let known = SimulationSeed.Scenario(rawValue: scenario) else {
                throw SimulationError(
                    "There is no scenario \(VisibleText.escape(scenario)); there is \(SimulationSeed.Scenario.names).")
            }
            chosen = known
        }
        if let written = try SimulationSeed.parse(seed) {
            let size = blocks.map(UInt64.init) ?? transactions
            guard chosen == nil || chosen == written.scenario, size == nil || size == written.size else {
                throw SimulationError("The written seed and the options disagree; leave the options out.")
            }
            return written
        }
        let scenario = chosen ?? .fraud
        guard scenario == .fraud ? transactions == nil : blocks == nil else {
            throw SimulationError("The size of a \(scenario.rawValue) is counted in \(scenario.unit); give --\(scenario.unit).")
        }
        return try SimulationSeed(seed, scenario: scenario, size: blocks.map(UInt64.init) ?? transactions)
    }

    private func market(_ seed: SimulationSeed, in folder: String) throws(SimulationError) -> MarketFolder.Summary {
        Interruption.watch()
        let line = ProgressLine()
        defer { line.end() }
        return try MarketFolder(path: folder, replaces: replace).write(seed) { made in
            line.show("generating", made, of: seed.transactions, "transactions")
            return !Interruption.isAsked
        }
    }

    private func accounts(_ seed: SimulationSeed, in folder: String) throws(SimulationError) -> AccountsFolder.Summary {
        Interruption.watch()
        let line = ProgressLine()
        defer { line.end() }
        return try AccountsFolder(path: folder, replaces: replace).write(seed) { made in
            line.show("generating", made, of: seed.transactions, "transactions")
            return !Interruption.isAsked
        }
    }

    private func report(_ summary: AccountsFolder.Summary) {
        let folder = absolute(output)
        if format.json {
            let document: JSONValue = [
                "schema": "clew-simulate-1", "seed": .string(summary.seed.description),
                "chain": .string(Chain.ethereumDev.name), "blocks": .integer(Int64(summary.blocks)),
                "transactions": .integer(Int64(clamping: summary.transactions)),
                "tip_hash": .string(Chain.ethereumDev.text(of: summary.tipHash)), "rows_folder": .string(folder + "/ledger"),
                "rows_bytes": .integer(Int64(clamping: summary.bytes)), "rows_sha256": .string(summary.digest),
                "truth_file": .string(folder + "/" + AccountsFolder.truthFile),
                "truth_lines": .integer(Int64(clamping: summary.truthLines)),
            ]
            return answer(document.pretty() + "\n")
        }
        answer(
            """
            seed          \(VisibleText.escape(summary.seed.description))
            chain         \(Chain.ethereumDev.name): import with --chain \(Chain.ethereumDev.name)
            blocks        \(AmountText.grouped(UInt64(summary.blocks)))
            transactions  \(AmountText.grouped(summary.transactions))
            rows          ledger, \(AmountText.grouped(summary.bytes)) bytes
            sha256        \(summary.digest)
            truth         \(AccountsFolder.truthFile), \(AmountText.grouped(summary.truthLines)) lines

            """)
    }

    private func report(_ summary: MarketFolder.Summary) {
        if format.json {
            let document: JSONValue = [
                "schema": "clew-simulate-1", "seed": .string(summary.seed.description),
                "chain": .string(Chain.bitcoinRegtest.name), "blocks": .integer(Int64(summary.blocks)),
                "transactions": .integer(Int64(clamping: summary.transactions)),
                "tip_hash": .string(summary.tipHash.description), "block_folder": .string(absolute(output) + "/blocks"),
                "block_files": .integer(Int64(summary.files)), "block_bytes": .integer(Int64(clamping: summary.bytes)),
                "block_sha256": .string(summary.digest),
                "truth_file": .string(absolute(output) + "/" + MarketFolder.truthFile),
                "truth_lines": .integer(Int64(clamping: summary.truthLines)),
            ]
            return answer(document.pretty() + "\n")
        }
        answer(
            """
            seed          \(VisibleText.escape(summary.seed.description))
            blocks        \(AmountText.grouped(UInt64(summary.blocks)))
            transactions  \(AmountText.grouped(summary.transactions))
            block files   \(summary.files) in blocks, \(AmountText.grouped(summary.bytes)) bytes
            sha256        \(summary.digest)
            truth         \(MarketFolder.truthFile), \(AmountText.grouped(summary.truthLines)) lines

            """)
    }

    private func report(_ summary: SimulationFolder.Summary) {
        let truth = summary.truth
        if format.json {
            let document: JSONValue = [
                "schema": "clew-simulate-1",
                "seed": .string(truth.seed.description),
                "chain": .string(truth.chain.name),
                "blocks": .integer(Int64(truth.seed.blocks) + 1),
                "transactions": .integer(Int64(clamping: truth.transactions)),
                "tip_hash": .string(truth.tipHash.description),
                "block_file": .string(absolute(output) + "/" + SimulationFolder.blockFile),
                "block_file_bytes": .integer(Int64(summary.blockBytes)),
                "block_file_sha256": .string(summary.blockDigest),
                "truth_file": .string(absolute(output) + "/" + SimulationFolder.truthFile),
                "loss": .amount(truth.loss),
            ]
            return answer(document.pretty() + "\n")
        }
        answer(
            """
            seed          \(VisibleText.escape(truth.seed.description))
            blocks        \(AmountText.grouped(UInt64(truth.seed.blocks) + 1)), \
            \(UTCTime(seconds: truth.firstTime).minute) to \(UTCTime(seconds: truth.lastTime).minute) UTC
            transactions  \(AmountText.grouped(truth.transactions))
            block file    \(SimulationFolder.blockFile), \(AmountText.grouped(UInt64(summary.blockBytes))) bytes
            sha256        \(summary.blockDigest)
            loss          \(AmountText.coin(truth.loss, decimals: truth.chain.decimals)) \(truth.chain.ticker), \
            in \(truth.movements.count { $0.kind == .payment }) payments
            truth         \(SimulationFolder.truthFile)

            """)
    }
}

import Foundation
import Ledger
import LedgerIndex
import Measuring

/// Imports of the synthetic chain, each in a process of its own so that its memory can be told.
enum ImportBenchmark {
    /// What an import took, kept beside what it made.
    struct Taken: Codable {
        /// Seconds without making the blocks.
        var elapsed: Double
        var processor: Double
        /// Bytes.
        var resident: Int
        var disk: Int

        static func load(_ folder: String, _ name: String) throws -> Taken {
            try JSONDecoder().decode(Taken.self, from: Data(contentsOf: URL(filePath: "\(folder)/import-\(name).json")))
        }
    }

    /// What making the blocks alone takes.
    private static func generating(_ transactions: Int) -> (elapsed: Double, processor: Double) {
        var chain = SyntheticChain(transactions: transactions)
        let start = (seconds(), processorSeconds())
        while chain.next() != nil {}
        return (seconds() - start.0, processorSeconds() - start.1)
    }

    static func index(folder: String, transactions: Int) throws {
        let making = generating(transactions)
        let before = residentPeak()
        let processor = allProcessorSeconds()
        var steps: [(IndexBuildStep, Double)] = []
        let start = seconds()
        let writer = try IndexLedgerWriter.open(
            folder: folder + "/index", chain: .bitcoinRegtest, fingerprint: "benchmark")
        writer.progress = { step, _, _ in
            if steps.last?.0 != step { steps.append((step, seconds())) }
        }
        var chain = SyntheticChain(transactions: transactions)
        while let block = chain.next() { try writer.append(block.rows) }
        let appended = seconds()
        try writer.finish()
        let end = seconds()
        try tell("index", folder, transactions, end - start - making.elapsed, allProcessorSeconds() - processor, making, before)
        print("  reading and logging \(duration(appended - start - making.elapsed))", terminator: "")
        for (place, step) in steps.enumerated() {
            let until = place + 1 < steps.count ? steps[place + 1].1 : end
            print(", \(step.0) \(duration(until - step.1))", terminator: "")
        }
        print("\n  inputs \(chain.inputs), outputs \(chain.outputs), addresses \(chain.addresses)")
    }

    static func sqlite(folder: String, transactions: Int) throws {
        // First pass: which transaction spends each output.
        var chain = SyntheticChain(transactions: transactions)
        var spenders: [UInt32] = []
        var made: UInt32 = 0
        while let block = chain.next() {
            var place = 0
            for rows in block.rows.transactions {
                for _ in rows.inputs {
                    spenders[Int(block.spent[place].output)] = made
                    place += 1
                }
                for _ in rows.outputs { spenders.append(.max) }
                made += 1
            }
        }
        let making = generating(transactions)
        let before = residentPeak()
        let processor = allProcessorSeconds()
        let start = seconds()
        let peer = try SQLitePeer(folder + "/peer.sqlite")
        try peer.load(SyntheticChain(transactions: transactions), spenders: spenders)
        try tell("sqlite", folder, transactions, seconds() - start - making.elapsed, allProcessorSeconds() - processor, making, before)
        try peer.copyHistories()
    }

    private static func tell(
        _ name: String, _ folder: String, _ transactions: Int, _ taken: Double, _ processor: Double,
        _ making: (elapsed: Double, processor: Double),
        _ before: Int
    ) throws {
        let disk = try FileManager.default.subpathsOfDirectory(atPath: folder + "/index").reduce(0) {
            $0 + ((try FileManager.default.attributesOfItem(atPath: folder + "/index/" + $1)[.size] as? Int) ?? 0)
        }
        let record = Taken(elapsed: taken, processor: processor - making.processor, resident: residentPeak(), disk: disk)
        try JSONEncoder().encode(record).write(to: URL(filePath: "\(folder)/import-\(name).json"))
        print(
            "import \(name): \(duration(taken)), \(Int(Double(transactions) / taken)) tx/s without making the blocks "
                + "(\(duration(making.elapsed))); processor \(duration(processor)) with making them; peak resident \(residentPeak() >> 20) MiB, of which \(before >> 20) MiB before it began")
    }
}

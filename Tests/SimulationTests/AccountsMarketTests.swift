import Encoding
import Foundation
import Ledger
import LedgerSources
import LedgerStore
import Support
import Testing
import TraceEngine

@testable import Simulation

@Suite("A market of accounts")
struct AccountsMarketTests {
    private func write(_ text: String, _ count: UInt64, to folder: ScratchFolder) throws -> AccountsFolder.Summary {
        try AccountsFolder(path: folder.path).write(SimulationSeed(text, scenario: .accounts, size: count))
    }

    private func truth(_ folder: ScratchFolder) throws -> [JSONValue] {
        try String(contentsOfFile: folder.file("truth.jsonl"), encoding: .utf8).split(separator: "\n").map {
            try JSONValue.parse(Array($0.utf8))
        }
    }

    private func imported(_ folder: ScratchFolder) throws -> AccountLedger {
        let rows = try #require(try AccountImport(paths: [folder.file("ledger")], chain: .ethereumDev))
        let writer = try AccountLedgerWriter.open(folder: folder.file("imported"), chain: .ethereumDev)
        _ = try #require(try rows.run(into: writer))
        return try AccountLedger.open(at: folder.file("imported"))
    }

    @Test("is the same for the same seed, to the byte, and another for another")
    func deterministic() throws {
        let folders = [try ScratchFolder(), try ScratchFolder(), try ScratchFolder()]
        let (first, again) = (try write("a", 1_200, to: folders[0]), try write("a", 1_200, to: folders[1]))
        #expect(first.digest == again.digest && first.transactions == 1_200)
        #expect(try truth(folders[0]) == (try truth(folders[1])))
        #expect(try write("b", 1_200, to: folders[2]).digest != first.digest)
        #expect(throws: SimulationError.self) { _ = try write("a", 1_200, to: folders[0]) }
    }

    @Test("is read whole by the importer: nobody pays what he has not, but the faucet and who its token contracts are")
    func valid() throws {
        let folder = try ScratchFolder()
        _ = try write("valid", 3_000, to: folder)
        let ledger = try imported(folder)
        #expect(ledger.info.coverage.wholeBlocks && ledger.info.coverage.ranges.count == 1)
        let (totals, gaps) = (try ledger.totals(), try ledger.gaps())
        #expect(totals.transactions == 3_000 && totals.failed > 50 && totals.tokens == 3)
        #expect(gaps == AccountGaps())
        var owners: [String: String] = [:]
        for line in try truth(folder) where line["kind"] == "address" {
            owners[line["address"]?.stringValue ?? ""] = line["owner"]?.stringValue
        }
        let names = try owners.keys.map { try Address($0, on: .ethereumDev) }
        let refs = try ledger.find(names)
        for (name, ref) in zip(names, refs) {
            guard let ref else { continue }
            let owner = owners[name.text(on: .ethereumDev)] ?? ""
            for sum in try ledger.summaries(of: [ref])[0] where owner != "faucet" {
                #expect(sum.opening == .zero, "\(owner) \(sum)")
            }
        }
    }

    @Test("each theft's end reconciles to the unit, and a trace of it finds the deposits")
    func thefts() async throws {
        let folder = try ScratchFolder()
        _ = try write("thefts", 6_000, to: folder)
        let lines = try truth(folder)
        func amount(_ line: JSONValue, _ name: String) -> UInt256 { line[name]?.stringValue.flatMap { UInt256($0) } ?? .zero }
        func sum(_ values: [UInt256]) -> UInt256 { values.reduce(.zero) { $0.addingReportingOverflow($1).partialValue } }
        let thefts = lines.filter { $0["kind"] == "theft" }
        let ends = lines.filter { $0["kind"] == "end" }
        #expect(thefts.count > 3 && thefts.count == ends.count)
        #expect(Set(thefts.compactMap { $0["asset"]?.stringValue }).count == 2, "of the coin and of a token")
        let ledger = try imported(folder)
        let assets = try ledger.assets()
        for theft in thefts {
            let end = try #require(ends.first { $0["theft"] == theft["theft"] })
            #expect(amount(end, "stolen") == amount(theft, "value"))
            #expect(sum([amount(end, "deposited"), amount(end, "fees"), amount(end, "unspent")]) == amount(end, "stolen"))
            let hops = lines.filter { $0["kind"] == "hop" && $0["theft"] == theft["theft"] }
            #expect(sum(hops.map { amount($0, "deposit") }) == amount(end, "deposited"))
            // The thief's own addresses mix nothing in, so every method finds the same deposits at the services.
            var tags = TagTable()
            for line in lines where line["kind"] == "deposit" {
                let address = try Address(try #require(line["address"]?.stringValue), on: .ethereumDev)
                tags.add(StopTag(category: "exchange"), to: address)
            }
            let contract = theft["asset"]?.stringValue
            let asset = assets.first { $0.contract?.text(on: .ethereumDev) == contract }?.number ?? 0
            let start = try TraceStart(try #require(theft["address"]?.stringValue), on: .ethereumDev)
            // A thief's first address also gets gas of the coin; of the coin's theft it is the first payment.
            let answer = try await AccountTraceRun(
                AccountQuestion(
                    from: [AccountStart(start)], asset: asset, methods: [.fifo, .lifo, .haircut, .libr]),
                of: ledger, tags: tags
            ).answer()
            for trace in answer.methods {
                #expect(trace.reconciles == true)
                #expect(trace.totals[.service] ?? .zero == amount(end, "deposited"), "\(theft) \(trace.method)")
                #expect(trace.fee == amount(end, "fees"))
                #expect(sum(trace.totals.filter { $0.key != .service }.map(\.value)) == amount(end, "unspent"))
            }
        }
    }

    @Test("has the shape of a used chain: hubs, deposit addresses that are swept, contracts, counterfeits, odd and round amounts")
    func shape() throws {
        let folder = try ScratchFolder()
        _ = try write("shape", 8_000, to: folder)
        let ledger = try imported(folder)
        let lines = try truth(folder)
        let deposits = Set(lines.filter { $0["kind"] == "deposit" }.compactMap { $0["address"]?.stringValue })
        #expect(deposits.count > 300)
        let service = try #require(lines.first { $0["owner"] == "service 0" }?["address"]?.stringValue)
        let refs = try ledger.find([try Address(service, on: .ethereumDev)]).compactMap(\.self)
        #expect(try ledger.counts(of: refs)[0] > 200, "a hub")
        let symbols = try ledger.assets().map(\.symbol)
        #expect(symbols.filter { $0 == "USDT" }.count == 2, "a token that calls itself like another")
        var kinds: [TransferRow.Kind: Int] = [:]
        var powers: Set<Int> = []
        for block in stride(from: 1, through: 40, by: 1) as StrideThrough<UInt32> {
            for position in 0..<200 as Range<UInt32> {
                var batch = Batch<TransferRow>()
                try ledger.transfers(in: [TxRef(height: block, position: position)], into: &batch)
                for row in batch.rows {
                    kinds[row.kind, default: 0] += 1
                    powers.insert(row.value.description.count)
                }
            }
        }
        #expect(kinds[.gas] == 8_000)
        #expect((kinds[.inner] ?? 0) > 500 && (kinds[.token] ?? 0) > 1_500 && (kinds[.value] ?? 0) > 1_500)
        #expect(powers.count > 10)
    }
}

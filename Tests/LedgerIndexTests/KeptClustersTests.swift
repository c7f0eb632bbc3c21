import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex
@testable import TraceEngine

@Suite("Clusters of a whole index, kept beside it")
struct KeptClustersTests {
    @Test("are those of a search outwards: made, kept, carried on, and made again", arguments: 0..<4 as Range<UInt64>)
    func same(seed: UInt64) async throws {
        let blocks = SmallChain.blocks(count: 30, seed: seed)
        let known = try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks).known
        let folder = try ScratchFolder()
        var several = IndexImport.tiny
        several.options.greatestSegment = 25
        several.headBlocks = 3
        let rule = ClusterRule(dust: 0, large: 2)
        let file = folder.file("ledger/clusters.cache")

        func compare(_ ledger: IndexLedger) async throws {
            for address in known {
                guard let ref = try ledger.find([address])[0] else { continue }
                let outwards = try await ledger.cluster(of: address, by: rule)
                let whole = try await ledger.wholeCluster(of: ref, by: rule)
                #expect(whole == outwards)
            }
        }
        let ledger = try several.write(blocks.prefix(20), to: folder)
        try await compare(ledger)
        let kept = try Data(contentsOf: URL(filePath: file))
        try await compare(try ledger.snapshot(at: 17))
        try await compare(try several.write(blocks, to: folder))
        #expect(try Data(contentsOf: URL(filePath: file)) != kept)
        // Damaged, of another rule, or gone: made again.
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let whole = bytes
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(filePath: file))
        try await compare(try IndexLedger.open(at: folder.file("ledger")))
        #expect(try [UInt8](Data(contentsOf: URL(filePath: file))) == whole)
        let other = try await IndexLedger.open(at: folder.file("ledger"))
            .wholeCluster(of: try #require(try ledger.find(known).compactMap(\.self).first), by: ClusterRule(dust: 900))
        #expect(other.rule.dust == 900)
    }

    @Test("why two are together is the same whether a search or the pass tells which link carries the claim alone")
    func why() async throws {
        // Alice and Bob signed together twice, Bob and Carol, Carol and Dave, Dave and Eve once, and of the last four two more.
        let blocks = try TinyLedger(
            """
            block 0
            m = coinbase -> alice 5000, bob 6000, carol 7000, dave 5000, eve 5000
            n = coinbase -> alice 5000, bob 6000, carol 7000, dave 5000, eve 5000, frank 5000
            block 1
            c = m:0, m:1 -> shop 11000
            d = n:0, n:1 -> shop 11000
            e = coinbase -> bob 9000, carol 4000, dave 3000, eve 3000
            block 2
            f = e:0, m:2 -> shop 16000
            g = e:1, m:3 -> shop 9000
            h = e:2, m:4 -> shop 8000
            i = n:2, n:4 -> shop 12000
            block 3
            j = e:3, n:5 -> shop 8000
            """).blocks
        let memory = try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks)
        let folder = try ScratchFolder()
        let ledger = try IndexImport.tiny.write(blocks, to: folder)
        let rule = ClusterRule(dust: 0)
        var lone = 0
        for (address, other) in memory.known.flatMap({ a in memory.known.map { (a, $0) } }) {
            let searched = try await memory.why(address, other, by: rule)
            #expect(try await ledger.why(address, other, by: rule) == searched)
            #expect(try await ledger.why(address, other, by: rule, searching: 0) == searched)
            guard address != other, let searched else { continue }
            #expect(searched.isWhole)
            lone += searched.links.count { $0.halves != nil }
            let stopped = try await ledger.why(address, other, by: rule, searching: 0) { $0.phase != .ledger }
            #expect(stopped?.isWhole == false && stopped?.links.count == searched.links.count)
        }
        #expect(lone > 10)
    }

    @Test("a search that is stopped says in every phase how far it came, and what it knows by then")
    func stopped() async throws {
        let blocks = SmallChain.blocks(count: 30, seed: 3)
        let folder = try ScratchFolder()
        let ledger = try IndexImport.tiny.write(blocks, to: folder)
        let rule = ClusterRule(dust: 0)
        var largest = ClusterView(members: [], size: 0, rule: rule, joining: 0, warnings: [])
        for address in try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks).known {
            let view = try await ledger.cluster(of: address, by: rule)
            if view.size > largest.size { largest = view }
        }
        let first = try #require(largest.members.first)
        let start = try #require(try ledger.find([first])[0])
        for phase in [ClusterProgress.Phase.ledger, .joining, .names] {
            let view = try await ledger.wholeCluster(of: start, by: rule) { $0.phase != phase }
            #expect(view.stopped?.phase == phase && !view.isComplete)
            #expect(view.size == (phase == .ledger ? 1 : largest.size))
            #expect(view.joining == (phase == .names ? largest.joining : 0))
        }
        let view = try await ledger.cluster(of: first, by: rule) { _ in false }
        #expect(view.stopped?.phase == .search && view.size > 1 && view.members.count == view.size)
        let passed = try await ledger.wholeCluster(of: start, by: rule)
        #expect(passed == largest)
    }
}

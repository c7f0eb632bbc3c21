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

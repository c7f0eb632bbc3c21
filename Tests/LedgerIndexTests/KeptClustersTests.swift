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
                let whole = try await ledger.wholeCluster(of: ref, by: rule) { true }
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
            .wholeCluster(of: try #require(try ledger.find(known).compactMap(\.self).first), by: ClusterRule(dust: 900)) { true }
        #expect(other.rule.dust == 900)
    }
}

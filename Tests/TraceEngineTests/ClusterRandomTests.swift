import Ledger
import Support
import Testing
import TraceEngine

@Suite("Clusters of random ledgers against a slow reference")
struct ClusterRandomTests {
    /// A ledger of few people who often sign together, with dust, CoinJoins, stated and unknown inputs.
    private func blocks(_ numbers: inout SeededNumbers, count: Int) throws -> [BlockRows] {
        var lines: [String] = []
        var coins: [(name: String, value: UInt64)] = []
        func person() -> String { "p\(Int.random(in: 0..<40, using: &numbers))" }
        for height in 0..<count {
            lines.append("block \(height)")
            lines.append("m\(height) = coinbase -> \((0..<4).map { _ in "\(person()) \(UInt64.random(in: 400...9_000, using: &numbers))" }.joined(separator: ", "))")
            for k in 0..<3 {
                var inputs: [String] = []
                var total: UInt64 = 0
                for _ in 0..<Int.random(in: 1...4, using: &numbers) where !coins.isEmpty {
                    let coin = coins.remove(at: Int.random(in: 0..<coins.count, using: &numbers))
                    inputs.append(coin.name)
                    total += coin.value
                }
                if Int.random(in: 0..<6, using: &numbers) == 0 {
                    inputs.append("out\(height)x\(k):0@\(person()) 3000")
                    total += 3000
                }
                if inputs.isEmpty || total < 1000 { continue }
                let parts = UInt64.random(in: 2...6, using: &numbers)
                let outputs = (0..<parts).map { n in "\(person()) \(n % 2 == 0 ? total / parts : max(1, total / parts - n * 7))" }
                lines.append("t\(height)x\(k) = \(inputs.joined(separator: ", ")) -> \(outputs.joined(separator: ", "))")
                for n in 0..<Int(parts) { coins.append(("t\(height)x\(k):\(n)", total / parts)) }
            }
            for n in 0..<4 { coins.append(("m\(height):\(n)", 2000)) }
        }
        return try TinyLedger(lines.joined(separator: "\n")).blocks
    }

    private func clusters(_ all: AddressClusters<MemoryLedger>) -> Set<Set<[UInt8]>> {
        let known = all.ledger.known
        var result: Set<Set<[UInt8]>> = []
        for n in known.indices {
            let members = all.members(of: AddressRef(raw: UInt64(n)))
            if members.count > 1 { result.insert(Set(members.map { known[Int($0.raw)].script })) }
        }
        return result
    }

    @Test("the pass, the search outwards and the reference agree", arguments: 0..<60 as Range<UInt64>)
    func agree(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let blocks = try blocks(&numbers, count: 3 + Int(seed % 9))
        let dust: UInt64 = seed % 3 == 0 ? 546 : 800
        let reference = ClusterReference(blocks, dust: dust)
        let ledger = try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks)
        let rule = ClusterRule(dust: dust, large: 4)
        let all = try await AddressClusters(of: ledger, by: rule)
        #expect(clusters(all) == reference.clusters)
        for n in ledger.known.indices {
            let address = ledger.known[n]
            let view = try await ledger.cluster(of: address, by: rule)
            let expected = reference.clusters.first { $0.contains(address.script) } ?? [address.script]
            #expect(Set(view.members.map(\.script)) == expected)
            #expect(all.size(of: AddressRef(raw: UInt64(n))) == expected.count)
            let other = ledger.known[Int.random(in: ledger.known.indices, using: &numbers)]
            let links = try await ledger.why(address, other, by: rule)?.links
            #expect(links?.count == reference.distance(address.script, other.script))
            #expect(zip(links ?? [], (links ?? []).dropFirst()).allSatisfy { $0.to == $1.from })
            if let first = links?.first, let last = links?.last { #expect(first.from == address && last.to == other) }
            for link in links ?? [] {
                let halves = reference.halves(without: link.row.txid, address.script, other.script)
                #expect(link.halves?.near == halves?.near && link.halves?.far == halves?.far)
            }
        }
    }

    @Test("carried on block by block they are the clusters made at once", arguments: 100..<120 as Range<UInt64>)
    func incremental(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        let blocks = try blocks(&numbers, count: 10)
        let whole = try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks)
        let choice = try #require(ChangeChoice(["client-change", "one-time", "optimal-change"][Int(seed % 3)]))
        let rule = ClusterRule(changes: seed % 2 == 0 ? [choice] : [], large: 3)
        var grown = try await AddressClusters(of: try whole.snapshot(at: 2), by: rule)
        for height in [5, 6, 9] as [UInt32] { try await grown.append(try whole.snapshot(at: height)) }
        let once = try await AddressClusters(of: whole, by: rule)
        #expect(clusters(grown) == clusters(once))
        #expect(grown.warnings == once.warnings)
    }

    @Test("a ledger that was changed below is refused")
    func reorganised() async throws {
        let one = try TinyLedger("block 0\na = coinbase -> alice 5")
        let other = try TinyLedger("block 0\na = coinbase -> bob 5\nblock 1\nb = coinbase -> bob 5")
        var clusters = try await AddressClusters(of: try MemoryLedger(chain: one.chain, blocks: one.blocks))
        let changed = try MemoryLedger(chain: other.chain, blocks: other.blocks)
        await #expect(throws: LedgerError.self) { try await clusters.append(changed) }
    }

    @Test("a pass that is stopped says so")
    func stopped() async throws {
        var numbers = SeededNumbers(seed: 1)
        let ledger = try MemoryLedger(chain: .bitcoinRegtest, blocks: try blocks(&numbers, count: 3))
        await #expect(throws: LedgerError.self) { _ = try await AddressClusters(of: ledger, progress: { _ in false }) }
    }
}

import Ledger
import Support
import Testing
import TraceEngine

@testable import Simulation

@Suite("Detectors on the planted patterns of a generated ledger")
struct PlantedPatternTests {
    private func ledger(_ text: String) throws -> (GroundTruth, MemoryLedger) {
        let chain = try Shared.chain(text)
        let blocks = chain.blocks.enumerated().map { $1.rows(height: UInt32($0)) }
        return (chain.truth, try MemoryLedger(chain: chain.truth.chain, blocks: blocks))
    }

    @Test("the planted peel chain is found whole, hop after hop", arguments: ["saltmarsh", "fen", "estuary"])
    func peelChain(text: String) async throws {
        let (truth, ledger) = try ledger(text)
        let planted = try #require(truth.patterns.first { $0.name == "peel-chain" }).transactions
        let hits = try await ledger.patterns([.peelChain])
        let found = hits.compactMap { hit -> [String]? in
            if case .texts(let ids)? = hit.hit.measures["transactions"] { ids } else { nil }
        }
        let ids = planted.map(\.description)
        #expect(found.contains { chain in ids.allSatisfy(chain.contains) })
    }

    @Test("nothing in it is called a mix of a named protocol", arguments: ["saltmarsh", "fen"])
    func noMixes(text: String) async throws {
        let (_, ledger) = try ledger(text)
        let hits = try await ledger.detectorHits(of: ledger.order)
        #expect(hits.allSatisfy { $0 == nil })
    }

    @Test("a cluster never joins two owners but where an exchange sweeps its customers' deposits", arguments: ["saltmarsh", "fen"])
    func clusters(text: String) async throws {
        let (truth, ledger) = try ledger(text)
        // The suspects of the story are one party, with several wallets.
        var owners: [Address: String] = [:]
        for actor in truth.actors {
            for text in actor.addresses { owners[try Address(text, on: truth.chain)] = actor.kind == .suspect ? "suspect" : actor.name }
        }
        let clusters = try await AddressClusters(of: ledger)
        for n in ledger.known.indices {
            let members = clusters.members(of: AddressRef(raw: UInt64(n))).map { ledger.known[Int($0.raw)] }
            let names = Set(members.compactMap { owners[$0] })
            #expect(names.count <= 1 || names.contains { $0.hasSuffix("deposits") }, "\(names)")
        }
    }
}

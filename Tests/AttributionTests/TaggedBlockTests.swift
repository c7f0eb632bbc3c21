import Encoding
import Ledger
import Support
import Testing

@testable import Attribution

/// Tags meet the outputs of a real block: mainnet block 300025 of 2014-05-10.
///
/// What is expected was found by a reader of blocks and addresses that shares nothing with Clew. No address of the OFAC
/// list is paid in any block of the shared data, so the listing with a date is this test's own.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct TaggedBlockTests {
    private static let packs = "attribution/graphsense-tagpacks/packs/"
    /// An address of `ponzi_scheme.yaml`, paid by output 0 of transaction 181.
    private static let scheme = "1FyedPPk923wRfmVphV1CLt3bVLGxHZXpK"

    /// An output of the block with what the tags say of its address.
    private struct Payment {
        let position: Int
        let index: Int
        let value: UInt64
        let records: [TagRecord]
    }

    private let block: Block
    private var time: UTCTime { UTCTime(seconds: block.header.time) }

    init() throws {
        block = try Block(SharedData.bytes("bitcoin-blocks/bcoin-block300025.raw"))
    }

    private func taggedPayments(_ tags: TagStore) throws -> [Payment] {
        var found: [Payment] = []
        for (position, transaction) in block.transactions.enumerated() {
            for (index, output) in transaction.outputs.enumerated() {
                guard let address = LockingScript(output.script).address else { continue }
                let records = try tags.records(of: [TagKey(address)])[0]
                if !records.isEmpty {
                    found.append(Payment(position: position, index: index, value: output.value, records: records))
                }
            }
        }
        return found
    }

    @Test("Each payment to a tagged address is found, with its party, the source and the source's own reference")
    func parties() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(Self.packs + "walletexplorer.yaml", source: "walletexplorer")
        _ = try store.bringIn(Self.packs + "ponzi_scheme.yaml", source: "ponzi")
        let payments = try taggedPayments(store.tags)
        #expect(payments.count == 8)
        #expect(payments.allSatisfy { $0.records.count == 1 })

        let games = payments.filter { $0.records[0].source == "walletexplorer" }
        #expect(games.count == 7)
        for record in games.map({ $0.records[0] }) {
            #expect(record.tag.label == "LuckyB.it")
            #expect(record.tag.actor == "luckybit")
            #expect(record.tag.category == "gambling")
            #expect(record.tag.confidence == .serviceData)
            #expect(
                record.tag.reference == "https://www.walletexplorer.com/address/1NxaBCFQwejSZbQfWcYNwgqML5wWoE3rK4")
            #expect(record.tag.claimed == TagRecordTests.day("2021-11-11"))
        }
        #expect(games.map(\.position) == [242, 372, 383, 392, 394, 398, 440])
        #expect(games.map(\.index) == [0, 1, 1, 1, 1, 0, 1])
        #expect(games.map(\.value) == [160_000, 40_000, 300_000, 280_000, 160_000, 50_000, 40_000])

        let payment = try #require(payments.first { $0.records[0].source == "ponzi" })
        #expect((payment.position, payment.index, payment.value) == (181, 0, 100_000))
        #expect(payment.records[0].tag.label == "cryptory")
        #expect(payment.records[0].tag.abuse == "ponzi_scheme")
        #expect(payment.records[0].tag.confidence == .forensic)
        #expect(payment.records[0].tag.level == .address)
    }

    @Test("A payment 22 days before the party was listed is told so, and is no payment to a designated person")
    func listedLater() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(
            text: "address,label,valid_from\n\(Self.scheme),Party A,2014-06-01\n", as: "list.csv", issued: "2014-06-02",
            defaults: TagDefaults(currency: "BTC", list: "Test List"))
        let payment = try #require(try taggedPayments(store.tags).first)
        #expect(payment.position == 181)
        #expect(time == UTCTime(rfc3339: "2014-05-10T09:20:34Z"))
        let record = payment.records[0]
        #expect(record.standing(at: time) == .notYet(TagRecordTests.day("2014-06-01")))
        #expect(record.period.sentence(at: time) == "designated on 2014-06-01, 22 days after this payment")
        #expect(try !Screening(store: store.tags, asOf: time).screen([Self.scheme])[0].isDesignated)
        let later = TagRecordTests.day("2014-06-01")
        #expect(try Screening(store: store.tags, asOf: later).screen([Self.scheme])[0].isDesignated)
    }

    @Test("None of the 517 Bitcoin addresses of the OFAC list is paid in the block")
    func listed() throws {
        let store = try ScratchTags()
        let list = try store.bringIn("attribution/ofac/sanctioned_addresses_XBT.txt", source: "ofac-xbt", keepsUnverified: true)
        #expect(list[0].claims == 517)
        #expect(try taggedPayments(store.tags).isEmpty)
    }
}

import Encoding
import Support
import Testing

@testable import Ledger

@Suite("Proof of work and the Merkle tree")
struct BlockRuleTests {
    @Test(
        "The work of a target is Bitcoin Core's",
        arguments: [(0x1d00_ffff, 0x1_0001_0001), (0x207f_ffff, 2), (0x1b04_04cb, 70040908352512)]
            as [(UInt32, UInt128)])
    func work(bits: UInt32, work: UInt128) throws {
        #expect(Target(bits: bits)?.work == work)
    }

    @Test(
        "A target that is negative, zero or beyond 256 bits may not be claimed",
        arguments: [0, 0x0180_0001, 0x0492_3456, 0xff12_3456, 0x2300_ffff, 0x2201_0000, 0x0100_ffff, 0x1d80_ffff]
            as [UInt32])
    func impossible(bits: UInt32) {
        #expect(Target(bits: bits) == nil)
    }

    @Test("The same target in two compact forms is equal")
    func compactForms() {
        #expect(Target(bits: 0x0400_1234) == Target(bits: 0x0312_3400))
        #expect(Target(bits: 0x1d00_ffff) != Target(bits: 0x1d00_fffe))
    }

    @Test("Repeating the end of an odd list leaves the root and is told (CVE-2012-2459)")
    func mutation() {
        let ids = (1...3).map { SHA256d.hash([$0]) }
        let honest = MerkleTree.root(of: ids)
        let mutated = MerkleTree.root(of: ids + [ids[2]])
        #expect(honest.root == mutated.root)
        #expect(!honest.isMutated && mutated.isMutated)
        let six = (1...6).map { SHA256d.hash([$0]) }
        #expect(MerkleTree.root(of: six).root == MerkleTree.root(of: six + six[4...]).root)
        #expect(MerkleTree.root(of: six + six[4...]).isMutated)
        #expect(MerkleTree.root(of: []).root == .zero)
    }

    @Test(
        "The height that a coinbase begins with",
        arguments: [
            ("51", 1), ("60", 16), ("0111", 17), ("02e803", 1_000), ("034b7a03", 227_915), ("03ffff00", 65_535),
            ("0400000001", 16_777_216), ("01", nil), ("0110", nil), ("0400000080", nil), ("03010000", nil), ("", nil),
            ("04ffff001d0104", 486_604_799),
        ] as [(String, UInt32?)])
    func statedHeight(hex: String, height: UInt32?) throws {
        #expect(StatedHeight.claimed(coinbaseScript: try #require(Hex.bytes(hex))) == height)
    }
}

@Suite("Real blocks", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealBlockTests {
    /// Bare blocks: file, chain, stated height where BIP 34 binds.
    static let bare: [(String, Chain, UInt32?)] = [
        ("bcoin-block300025.raw", .bitcoin, 300_025), ("bcoin-block426884.raw", .bitcoin, 426_884),
        ("bcoin-block928848.raw", .bitcoinTestnet, 928_848), ("bcoin-block928849.raw", .bitcoinTestnet, 928_849),
        ("bitcoin-ruby-rawblock-131025.bin", .bitcoin, nil),
        ("bitcoin-ruby-rawblock-testnet-1151351.bin", .bitcoinTestnet, 1_151_351),
        ("bitcoinj-block169482.dat", .bitcoin, nil), ("bitcoinj-block227835.dat", .bitcoin, nil),
        ("bitcoinj-block227836.dat", .bitcoin, nil), ("bitcoinj-block363703.dat", .bitcoin, 363_703),
        ("bitcoinj-block370661.dat", .bitcoin, 370_661), ("bitcoinj-block383616.dat", .bitcoin, 383_616),
        ("bitcoinj-block481815.dat", .bitcoin, 481_815), ("bitcoinj-block481829.dat", .bitcoin, 481_829),
    ]

    @Test("Each is read, proves itself, states its height and is written back the same", arguments: bare)
    func roundTrip(name: String, chain: Chain, height: UInt32?) throws {
        var bytes = try SharedData.bytes("bitcoin-blocks/" + name)
        // This file ends in a line feed after its block.
        if name == "bitcoin-ruby-rawblock-testnet-1151351.bin" { #expect(bytes.popLast() == 10) }
        let block = try Block(bytes)
        #expect(block.fault(on: chain) == nil)
        #expect(block.statedHeight(on: chain) == height)
        #expect(block.header.serialized() == Array(bytes.prefix(80)))
        var written = block.header.serialized()
        written.append(compactSize: block.transactions.count)
        for transaction in block.transactions { written += transaction.serialized() }
        #expect(written == bytes)

        // The reader that passes over witnesses finds the same facts.
        let facts = try ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            let facts = try BlockFacts(parsing: &reader)
            try reader.end()
            return facts
        }
        #expect(facts.rows(height: 7) == block.rows(height: 7))
        #expect(facts.statedHeight(on: chain) == height)
        #expect(facts.fault(on: chain) == nil)
    }

    @Test("A changed byte is found: in the header by the work, in a transaction by the Merkle root")
    func tampered() throws {
        let bytes = try SharedData.bytes("bitcoin-blocks/bitcoinj-block169482.dat")
        var header = bytes
        header[70] ^= 1
        #expect(try Block(header).fault(on: .bitcoin) == .proofOfWork(chain: "bitcoin"))
        var value = bytes
        value[value.count - 5] ^= 1
        #expect(try Block(value).fault(on: .bitcoin) == .merkleRoot)
    }

    @Test("A count of transactions that cannot be true is refused at its place")
    func absurdCount() throws {
        var bytes = Array(try SharedData.bytes("bitcoin-blocks/bitcoinj-block169482.dat").prefix(80))
        bytes += [0xff] + [UInt8](repeating: 0xff, count: 8) + [1, 2, 3]
        #expect(throws: ParseError(.count(.max, remaining: 3), at: 80)) { try Block(bytes) }
    }
}

@Suite("Amounts and digests")
struct AmountAndDigestTests {
    @Test(
        "Coins with every decimal",
        arguments: [
            (144_581_840, "1.44581840"), (0, "0.00000000"), (1, "0.00000001"), (100_000_000, "1.00000000"),
            (UInt64.max, "184467440737.09551615"),
        ] as [(UInt64, String)])
    func coins(base: UInt64, text: String) {
        #expect(AmountText.coin(base) == text)
    }

    @Test("Thousands in groups", arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")])
    func groups(number: UInt64, text: String) {
        #expect(AmountText.grouped(number) == text)
    }

    @Test("The digest starts from the chain and takes in every fact and no stated value")
    func digest() {
        let output = TransactionRows.Output(value: 5, script: [0x51])
        let input = TransactionRows.Input(previous: Outpoint(txid: SHA256d.hash([1]), index: 2))
        let transaction = TransactionRows(
            txid: SHA256d.hash([9]), position: 0, isCoinbase: false, inputs: [input], outputs: [output])
        let block = BlockRows(height: 0, hash: .zero, previous: .zero, time: 0, transactions: [transaction])
        func digest(_ chain: Chain, _ change: (inout BlockRows) -> Void = { _ in }) -> String {
            var changed = block
            change(&changed)
            var digest = LedgerDigest(chain: chain)
            digest.append(changed)
            return Hex.text(digest.bytes)
        }
        let all = [
            digest(.bitcoin), digest(.bitcoinTestnet),
            digest(.bitcoin) { $0.hash = SHA256d.hash([3]) },
            digest(.bitcoin) { $0.transactions[0].txid = .zero },
            digest(.bitcoin) { $0.transactions[0].position = 1 },
            digest(.bitcoin) { $0.transactions[0].outputs[0].value = 6 },
            digest(.bitcoin) { $0.transactions[0].outputs[0].script = [0x52] },
            digest(.bitcoin) { $0.transactions[0].inputs[0].previous = .null },
            digest(.bitcoin) { $0.transactions[0].inputs = [] },
            digest(.bitcoin) { $0.transactions = [] },
        ]
        #expect(Set(all).count == all.count)
        #expect(digest(.bitcoin) { $0.transactions[0].inputs[0].stated = output } == all[0])
        #expect(
            Hex.text(LedgerDigest(chain: .bitcoin).bytes)
                == "2ac568dd62a169ad8b50a66f30b57d9dc70990c33eefddc9a7012387b4cbc444")
    }
}

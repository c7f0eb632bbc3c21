import Foundation
import Ledger
import Support
import Testing

@testable import LedgerSources

@Suite("Real block files", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealBlockFileTests {
    @Test("The first megabyte of the main chain: heights 0 to 4312, 4,371 transactions, 247 inputs")
    func firstMegabyte() throws {
        let (report, ledger) = try collect([SharedData.block("jeffchan-blk00000-first1MB.dat")])
        #expect(report.chain == .bitcoin && report.chainBasis == .stated)
        #expect(ledger.heights == Array(0...4312))
        #expect(report.heights == 0...4312)
        #expect(report.blocks == 4_313)
        #expect(report.transactions == 4_371)
        #expect(ledger.transactions.reduce(0) { $0 + $1.inputs.count } == 247)
        #expect(report.warnings == [])
        #expect(ledger.isFinished && !ledger.isSuspended)
        #expect(ledger.blocks.first?.hash == Chain.bitcoin.genesis)
        #expect(zip(ledger.blocks, ledger.blocks.dropFirst()).allSatisfy { $0.hash == $1.previous })
        let payment = try #require(ledger.blocks.first { $0.height == 170 }?.transactions.last)
        #expect(payment.outputs.map(\.value) == [1_000_000_000, 4_000_000_000])
        // Computed apart from this code, from the layout that LedgerDigest documents.
        #expect(ledger.digest == "114ca5b1b925e7f2c665690e51645846f3af1793a07a6feace3d01b1d60f4346")
    }

    @Test("Two files in the wrong order are one chain, and a file given twice counts once")
    func twoFiles() throws {
        let second = try SharedData.block("nbitcoin-blk00001.dat")
        let first = try SharedData.block("nbitcoin-blk00000.dat")
        let (report, ledger) = try collect([second, first, second])
        #expect(ledger.heights == Array(0...599))
        #expect(report.duplicates == 0)
        let (_, reference) = try collect([SharedData.block("jeffchan-blk00000-first1MB.dat")])
        #expect(Array(reference.blocks.prefix(600)) == ledger.blocks)
    }

    @Test("Blocks that are in two files are told as duplicates")
    func duplicates() throws {
        let (report, ledger) = try collect([
            SharedData.block("nbitcoin-blk00000.dat"), SharedData.block("bitcoinj-first-100kB-blocks.dat"),
        ])
        #expect(ledger.heights == Array(0...438))
        #expect(report.duplicates == 300)
    }

    @Test("A file that begins later needs the height of its first block, and shows it as assumed")
    func later() throws {
        let path = try SharedData.block("nbitcoin-blk00001.dat")
        let refused = try #require(refusal([path]))
        #expect(refused.contains("its height is not known") && refused.contains("(--height)"))
        #expect(refused.contains("at byte 8"))
        let (report, ledger) = try collect([path], height: 300)
        #expect(ledger.heights == Array(300...599))
        #expect(report.assumedHeights == [300...599])
        #expect(ledger.blocks.allSatisfy { $0.heightAssumed })
    }

    @Test("A block without its parent and without a height is left out and named")
    func unplaced() throws {
        let (report, ledger) = try collect([SharedData.block("hcl-multiblock.blk")])
        #expect(ledger.heights == [0, 332_208])
        #expect(report.unplaced.map { $0.description.prefix(24) } == ["0000000000bef5d742ad3ea3"])
        #expect(report.warnings.contains { $0.contains("nothing says their height") })
    }

    /// Every file with one block: what it is of, its height, and whether that must be given.
    static let singles: [String: (chain: Chain, height: UInt32, given: Bool)] = [
        "bcoin-block300025.raw": (.bitcoin, 300_025, false),
        "bcoin-block426884.raw": (.bitcoin, 426_884, false),
        "bcoin-block928848.raw": (.bitcoinTestnet, 928_848, false),
        "bcoin-block928849.raw": (.bitcoinTestnet, 928_849, false),
        "bitcoin-ruby-block-testnet-0000000000ac85bb2530a05a4214a387e6be02b22d3348abc5e7a5d9c4ce8dab.bin":
            (.bitcoinTestnet, 54_503, false),
        "bitcoin-ruby-rawblock-131025.bin": (.bitcoin, 131_025, true),
        "bitcoin-ruby-rawblock-testnet-1151351.bin": (.bitcoinTestnet, 1_151_351, false),
        "bitcoinj-block169482.dat": (.bitcoin, 169_482, true),
        "bitcoinj-block227835.dat": (.bitcoin, 227_835, true),
        "bitcoinj-block227836.dat": (.bitcoin, 227_836, true),
        "bitcoinj-block363703.dat": (.bitcoin, 363_703, false),
        "bitcoinj-block370661.dat": (.bitcoin, 370_661, false),
        "bitcoinj-block383616.dat": (.bitcoin, 383_616, false),
        "bitcoinj-block481815.dat": (.bitcoin, 481_815, false),
        "bitcoinj-block481829.dat": (.bitcoin, 481_829, false),
        "electrs-block-000000000000000002d249a3d89f63ef3fee203adcca7c24008c13fd854513f2.raw":
            (.bitcoin, 437_303, false),
        "electrs-block-00000000000000001203c1ea455e38612bdf36e9967fdead11935c8e22283ecc.raw":
            (.bitcoin, 333_961, false),
        "hcl-block176149.blk": (.bitcoin, 176_149, true),
        "hcl-scriptwitness.blk": (.bitcoin, 482_300, false),
        "hcl-version3.blk": (.bitcoin, 370_505, false),
    ]

    /// Files that are refused, with a part of the reason.
    static let refused: [String: String] = [
        "btcd-277647.dat.bz2": "a bzip2 archive: unpack it first",
        "btcd-blocks1-256.bz2": "a bzip2 archive: unpack it first",
        "floresta-headers.zst": "a zstd archive: unpack it first",
        "hcl-multinet.blk":
            "mixes blocks of several networks: bitcoin-testnet (at byte 0, 191491); bitcoin (at byte 293)",
        "picocoin-testnet-hdr35141.ser": "holds block headers only (35,142 of them), and no transactions",
        "SOURCES.md": "is neither a block file, nor a block, nor bitcoin-etl's JSON lines",
    ]

    @Test("Every file of the folder imports, checked, or is refused with the right reason")
    func everyFile() throws {
        let chains: Set = [
            "jeffchan-blk00000-first1MB.dat", "nbitcoin-blk00000.dat", "nbitcoin-blk00001.dat",
            "bitcoinj-first-100kB-blocks.dat", "hcl-multiblock.blk",
        ]
        for name in try SharedData.names(in: "bitcoin-blocks") where !chains.contains(name) {
            let path = try SharedData.block(name)
            if let reason = Self.refused[name] {
                let sentence = refusal([path])
                #expect(sentence?.contains(reason) == true, "\(name): \(sentence ?? "imported")")
                continue
            }
            let (chain, height, given) = try #require(Self.singles[name], "\(name) is new: say what it is")
            if given {
                #expect(refusal([path])?.contains("its height is not known") == true, "\(name)")
            }
            let (report, ledger) = try collect([path], height: given ? height : nil)
            #expect(report.chain == chain, "\(name)")
            #expect(ledger.heights == [height], "\(name)")
            #expect(ledger.blocks[0].heightAssumed == given)
            #expect(report.warnings.contains { $0.hasPrefix("The chain is assumed") } == (report.chainBasis != .stated))
        }
    }

    @Test("Two bare blocks that follow each other are linked")
    func linked() throws {
        let (report, ledger) = try collect([
            SharedData.block("bitcoinj-block227836.dat"), SharedData.block("bitcoinj-block227835.dat"),
        ], height: 227_835)
        #expect(ledger.heights == [227_835, 227_836])
        #expect(report.assumedHeights == [227_835...227_836])
    }

    @Test("A height or a chain that contradicts the block is refused")
    func contradictions() throws {
        let block = try SharedData.block("bcoin-block300025.raw")
        #expect(refusal([block], height: 300_024)?.contains("says that it is at 300025") == true)
        let framed = try SharedData.block("hcl-block176149.blk")
        #expect(refusal([framed], chain: .bitcoinTestnet)?.contains("is of bitcoin, and bitcoin-testnet was asked") == true)
        #expect(refusal([framed], height: 0)?.contains("cannot be at height 0") == true)
    }
}

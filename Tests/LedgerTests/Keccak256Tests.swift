import Encoding
import Support
import Testing

@testable import Ledger

@Suite("Keccak-256")
struct Keccak256Tests {
    @Test(
        "The digests of nothing, of three letters, and of the first event every token has",
        arguments: [
            ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
            ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
            ("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"),
        ])
    func digests(message: String, digest: String) {
        #expect(Hex.text(Keccak256.hash(message.utf8)) == digest)
    }

    @Test(
        "Real Ethereum blocks: the hash of each header is the parent that the next one names",
        .enabled(if: SharedData.isPresent, "\(SharedData.absent)"),
        arguments: ["eth0to10.bin", "eth351000to3510010.bin", "eth70000007000010"])
    func headers(name: String) throws {
        let bytes = try SharedData.bytes("evm/rlp-blocks-hcl/" + name)
        var place = 0
        var previous: [UInt8]?
        var links = 0
        while place < bytes.count {
            let block = try #require(Self.list(bytes, at: place))
            let header = try #require(Self.list(bytes, at: block.lowerBound))
            // The parent's hash is the first field: a length byte and 32 bytes.
            let parent = Array(bytes[(header.lowerBound + 1)..<(header.lowerBound + 33)])
            if let previous {
                #expect(parent == previous)
                links += 1
            }
            previous = Keccak256.hash(bytes[block.lowerBound..<header.upperBound])
            place = block.upperBound
        }
        #expect(links == 10)
    }

    /// What is inside the RLP list that begins at `place`.
    private static func list(_ bytes: [UInt8], at place: Int) -> Range<Int>? {
        guard bytes[place] >= 0xc0 else { return nil }
        if bytes[place] < 0xf8 { return place + 1..<place + 1 + Int(bytes[place] - 0xc0) }
        let width = Int(bytes[place] - 0xf7)
        let length = bytes[(place + 1)..<(place + 1 + width)].reduce(0) { $0 << 8 | Int($1) }
        return place + 1 + width..<place + 1 + width + length
    }
}

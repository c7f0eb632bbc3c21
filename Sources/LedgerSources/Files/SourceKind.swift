import Encoding
import Ledger

/// What a file turned out to be.
enum SourceKind: Hashable, Sendable {
    /// Blocks, each behind its network's magic and its length.
    case blockFile
    /// One block, with nothing before it.
    case bareBlock
    /// One JSON object a line, as bitcoin-etl writes them.
    case etl
    /// Answers of a node to `getblock` with verbosity 2 or 3.
    case getblock

    /// What such files hold, for a sentence; kinds of one family can be imported together.
    var family: String {
        switch self {
        case .blockFile, .bareBlock: "blocks"
        case .etl: "rows of an export"
        case .getblock: "answers of a node"
        }
    }
}

/// Tells by the first bytes what a file is; its name says nothing. What cannot be imported is an error with the reason.
enum Sniffer {
    static func kind(of file: SourceFile) throws(LedgerError) -> SourceKind {
        let head = try file.peek(at: 0, count: 256)
        guard !head.isEmpty else { throw LedgerError("\(file.name) is empty.") }
        if let archive = archives.first(where: { head.starts(with: $0.signature) }) {
            throw LedgerError("\(file.name) is \(archive.name): unpack it first.")
        }
        if head.starts(with: "SQLite format 3".utf8) {
            throw LedgerError("\(file.name) is an SQLite database, not block data or an export.")
        }
        if head.starts(with: [0xef, 0xbb, 0xbf]) {
            throw LedgerError(
                "\(file.name) begins with a byte order mark, which JSON must not have: remove its first 3 bytes.")
        }
        let magic = Array(head.prefix(4))
        if Chain.all.contains(where: { $0.magic == magic }) { return .blockFile }
        if let network = foreignNetworks[magic] {
            throw LedgerError("\(file.name) holds blocks of \(network), which this build does not know.")
        }
        if let first = head.first(where: { !isSpace($0) }) {
            if first == UInt8(ascii: "{") {
                return try JSONShape.kind(try file.peek(at: 0, count: JSONShape.look), file)
            }
            if first == UInt8(ascii: "[") {
                throw LedgerError(
                    "\(file.name) is one JSON array: write one object a line, as bitcoin-etl does (jq -c '.[]').")
            }
        }
        if try isHeader(head) { return try bare(file, head) }
        if head.allSatisfy({ $0 == 0 }) {
            guard let start = try file.firstNonZero(from: 0) else {
                throw LedgerError("\(file.name) holds nothing but zeros: no block was written to it yet.")
            }
            let magic = try file.peek(at: start, count: 4)
            if Chain.all.contains(where: { $0.magic == magic }) { return .blockFile }
        }
        if head.allSatisfy({ Hex.bytes(String(decoding: [$0, $0], as: UTF8.self)) != nil || isSpace($0) }) {
            throw LedgerError("\(file.name) is hexadecimal text: turn it into bytes first (xxd -r -p).")
        }
        throw LedgerError(
            "\(file.name) is neither a block file, nor a block, nor bitcoin-etl's JSON lines, nor a node's getblock "
                + "answers: it begins with \(Hex.text(head.prefix(8))). A block file that Bitcoin Core masked needs its xor.dat beside it.")
    }

    private static func bare(_ file: SourceFile, _ head: [UInt8]) throws(LedgerError) -> SourceKind {
        let second = Array(head.dropFirst(BlockHeader.size).prefix(BlockHeader.size))
        if second.isEmpty { throw LedgerError("\(file.name) holds a block header only, and no transactions.") }
        if second.count == BlockHeader.size, try isHeader(second), file.size % BlockHeader.size == 0 {
            let count = AmountText.grouped(UInt64(file.size / BlockHeader.size))
            throw LedgerError("\(file.name) holds block headers only (\(count) of them), and no transactions.")
        }
        return .bareBlock
    }

    /// True when the first 80 bytes are a header whose hash meets its own claim: chance gives that once in 2³².
    private static func isHeader(_ bytes: [UInt8]) throws(LedgerError) -> Bool {
        guard bytes.count >= BlockHeader.size else { return false }
        let header = try? ByteReader.read(bytes) { (reader: inout ByteReader) throws(ParseError) in
            try BlockHeader(parsing: &reader)
        }
        guard let header, let target = Target(bits: header.bits) else { return false }
        return target.isMet(by: header.hash)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static let archives: [(name: String, signature: [UInt8])] = [
        ("a bzip2 archive", Array("BZh".utf8)), ("a zstd archive", [0x28, 0xb5, 0x2f, 0xfd]),
        ("a gzip archive", [0x1f, 0x8b]), ("an xz archive", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
        ("a zip archive", [0x50, 0x4b, 3, 4]), ("an lz4 archive", [4, 0x22, 0x4d, 0x18]),
        ("a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
    ]

    /// Magic bytes of networks that have block files of this form and are not known here.
    static let foreignNetworks: [[UInt8]: String] = [
        [0x1c, 0x16, 0x3f, 0x28]: "Bitcoin's testnet4", [0xfb, 0xc0, 0xb6, 0xdb]: "Litecoin",
        [0xfd, 0xd2, 0xc8, 0xf1]: "Litecoin's test network", [0xc0, 0xc0, 0xc0, 0xc0]: "Dogecoin",
        [0xf9, 0xbe, 0xb4, 0xfe]: "Namecoin", [0xbf, 0x0c, 0x6b, 0xbd]: "Dash",
    ]
}

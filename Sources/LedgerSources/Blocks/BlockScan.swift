import Ledger

/// The first pass over block files and bare blocks: headers only, their proof of work checked, nothing else in memory.
struct BlockScan {
    private(set) var blocks: [ScannedBlock] = []
    private(set) var index = BlockIndex()
    private(set) var duplicates = 0
    private(set) var warnings: [String] = []
    let chain: Chain

    /// Enough of a block for its header and the beginning of its coinbase's script.
    private static let headSize = 160
    /// Bytes that may follow a bare block: the line feed of an editor, not another block.
    static let bareSlack = 16

    init(on chain: Chain) { self.chain = chain }

    /// Scans one file. `isCancelled` is asked after each block with the offset reached; answers false when it stopped.
    mutating func scan(
        _ file: SourceFile, _ kind: SourceKind, as source: Int, shouldStop: (Int) -> Bool
    ) throws(LedgerError) -> Bool {
        if kind == .bareBlock {
            guard file.size <= Block.greatestSize + Self.bareSlack else {
                throw file.error("\(file.size) bytes are too many for one block", at: 0)
            }
            try add(file, source, at: 0, length: file.size)
            return !shouldStop(file.size)
        }
        var offset = 0
        var previous = 0
        while let start = try file.firstNonZero(from: offset) {
            let head = try file.peek(at: start, count: 8)
            guard head.starts(with: chain.magic) else {
                if file.size - start < 4, chain.magic.starts(with: head) {
                    warnTruncated(file, start, "inside the magic bytes of a block")
                    break
                }
                let magic = Array(head.prefix(4))
                if Chain.all.contains(where: { $0.magic == magic }) || Sniffer.foreignNetworks[magic] != nil {
                    throw try NetworkSurvey.mixtureError(in: file)
                }
                throw file.error(
                    "neither a block of \(chain.name) nor padding follows the block at byte \(previous); "
                        + "the file is damaged there", at: start)
            }
            guard head.count == 8 else {
                warnTruncated(file, start, "before the length of a block")
                break
            }
            let length = head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= Block.greatestSize, length > BlockHeader.size else {
                throw file.error("a block of \(length) bytes cannot be", at: start + 4)
            }
            guard start + 8 + length <= file.size else {
                let there = file.size - start - 8
                guard !blocks.isEmpty else {
                    throw file.error("the file ends inside its first block: \(length) bytes, \(there) are there", at: start)
                }
                warnTruncated(file, start, "inside a block of \(length) bytes, of which \(there) are there")
                break
            }
            try add(file, source, at: start + 8, length: length)
            previous = start
            offset = start + 8 + length
            if shouldStop(offset) { return false }
        }
        return true
    }

    private mutating func warnTruncated(_ file: SourceFile, _ offset: Int, _ where: String) {
        warnings.append(
            "\(file.name), at byte \(offset): the file ends \(`where`). What stands before it was used.")
    }

    private mutating func add(_ file: SourceFile, _ source: Int, at offset: Int, length: Int) throws(LedgerError) {
        let head = try file.peek(at: offset, count: min(Self.headSize, length))
        let header: BlockHeader
        do throws(ParseError) {
            header = try ByteReader.read(head, origin: offset) { (reader: inout ByteReader) throws(ParseError) in
                try BlockHeader(parsing: &reader)
            }
        } catch { throw file.error(error) }
        let hash = header.hash
        guard header.provesWork(hash, on: chain) else {
            throw file.error("the block's hash does not prove the work that \(chain.name) demands", at: offset)
        }
        guard index.find(hash, in: blocks) == nil else {
            duplicates += 1
            return
        }
        let stated = StatedHeight.binding(header: header, coinbaseScript: Self.coinbaseScript(head), on: chain)
        blocks.append(
            ScannedBlock(
                hash: hash, previous: header.previous, source: Int32(source), offset: offset, length: Int32(length),
                time: header.time, bits: header.bits, statedHeight: stated ?? 0))
        index.insertLast(of: blocks)
    }

    /// The first bytes of the coinbase's unlocking script, from the first bytes of a block; empty when they are not
    /// there. The second pass reads the block for good.
    private static func coinbaseScript(_ head: [UInt8]) -> [UInt8] {
        let script = try? ByteReader.read(head) { (reader: inout ByteReader) throws(ParseError) in
            try reader.skip(BlockHeader.size)
            _ = try reader.compactSize()
            try reader.skip(4)
            if reader.peek() == 0 { try reader.skip(2) }
            _ = try reader.compactSize()
            try reader.skip(36)
            let length = try reader.compactSize()
            return try reader.bytes(min(Int(clamping: length), reader.remaining, 8))
        }
        return script ?? []
    }
}

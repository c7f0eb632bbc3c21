import CLedgerKernel
import Foundation
import Ledger

/// Where the blocks of a segment come from, in ascending height.
protocol BlockFeed {
    /// The heads of the blocks' records: what they count; lengths may be missing.
    var records: [clew_log_record] { get }
    /// The block at `place`: its whole head, rows and stated inputs, until the next call.
    func load(_ place: Int) throws(LedgerError) -> (clew_log_record, UnsafeRawBufferPointer)
}

/// How segments are built; tests make everything small.
package struct SegmentOptions: Sendable {
    /// Bytes of a join that are held at a time.
    package var bucketBytes = 10 << 20
    /// Outputs, or inputs, whose columns are put together at a time: 2 to this power.
    package var rangeBits = 18
    /// Where ids begin in a new ledger: only tests begin elsewhere than at 0.
    package var firstID: UInt64 = 0
    /// Outputs, or inputs, of a segment; a larger import is divided.
    package var greatestSegment = 1 << 28

    package init() {}
}

/// Rows on their way between the steps of an import. They never leave the machine that wrote them.
enum Spilled {
    /// A transaction (`tag` all ones: `a` its number, `b` its first output, `c` its outputs), or an input (`a` the
    /// index it names, `b` its number, `c` its transaction, `d` its place there; `tag` the length of a stated script).
    struct ByTxid: BitwiseCopyable {
        var txid: clew_hash
        var a, b, c, d, tag, reserved: UInt32
        static let transaction: UInt32 = .max
        static let unstated: UInt32 = .max - 1
    }

    /// An output or input by its address; 16 bytes for an input, then the payload follow.
    struct ByAddress: BitwiseCopyable {
        var key: UInt64
        var row: UInt32
        /// Form, side and length of the payload, a byte each.
        var form, side, length, reserved: UInt8
        static let output: UInt8 = 0
        static let external: UInt8 = 1
        static let stated: UInt8 = 2
    }

    struct InputSide: BitwiseCopyable {
        var value: UInt64
        var tx, n: UInt32
    }

    /// An output's address; all ones but the lowest bit says that nobody can spend it.
    struct Owner: BitwiseCopyable {
        var row, owner: UInt32
        static let unspendable: UInt32 = .max - 1
    }

    struct Spend: BitwiseCopyable {
        var output, input, tx, n, previous, reserved: UInt32
    }

    struct Input: BitwiseCopyable {
        var value: UInt64
        var input, output, previous, owner: UInt32
    }

    /// What an input spends that is not in this segment. `kind` 0 is an owner alone, 1 stated, 2 unknown, 3 in an
    /// older segment.
    struct OtherInput: BitwiseCopyable {
        var value: UInt64
        var input, kind, index, owner: UInt32
        var txid: clew_hash
        var tx, output, script: UInt64
        var length, reserved: UInt32
    }

    /// An input and the transaction of an older segment that it spends of.
    struct OlderSpend: BitwiseCopyable {
        var txid: clew_hash
        var previous: UInt64
        var input, index, tx, n: UInt32
    }

    /// An input whose spent output an address of an older segment has.
    struct OlderOwner: BitwiseCopyable {
        var address, value: UInt64
        var input, tx, n, reserved: UInt32
    }

    struct Receipt: BitwiseCopyable {
        var value: UInt64
        var owner, tx, n, time, spender, reserved: UInt32
    }

    struct SpendRow: BitwiseCopyable {
        var value: UInt64
        var owner, tx, n, reserved: UInt32
    }
}

/// Builds one segment from blocks in ascending height, in bounded memory: rows are divided among buckets on disk by
/// txid, address and place, joined a bucket at a time, and written column by column.
final class SegmentBuild {
    let feed: any BlockFeed
    let older: IndexView
    let chain: Chain
    let folder: String
    let path: String
    let options: SegmentOptions
    let step: (IndexBuildStep, Int, Int) throws(LedgerError) -> Void
    let descriptor: Int32

    var header = SegmentHeader()
    /// Block times, by block.
    var times: [UInt32] = []
    /// First output and one more than the last of the genesis block.
    var genesisOutputs = 0..<0
    let txidBits: Int
    let addressBits: Int
    /// How many addresses are in the buckets before each.
    var addressStarts: [UInt32] = []
    /// The end of what is laid out in the file.
    var end = SegmentHeader.byteCount
    /// Columns whose length is known only at the end.
    let positions: FileWriter
    let oddScripts: FileWriter
    let scripts: FileWriter
    let externals: FileWriter
    let outsides: FileWriter
    let overwritten: FileWriter
    var scriptsCount: UInt64 = 0
    private var olderReads = 0
    private let isOlderLarge: Bool
    var digest: LedgerDigest
    /// Addresses in their order, before their histories are known.
    var addressEntries: FileWriter?

    var byTxid: SpillFile?
    var byAddress: SpillFile?
    var owners: SpillFile?
    var spends: SpillFile?
    var inputs: SpillFile?
    var otherInputs: SpillFile?
    var marks: SpillFile?
    var receipts: SpillFile?
    var spendRows: SpillFile?

    init(
        feed: any BlockFeed, older: IndexView, chain: Chain, digest: LedgerDigest, folder: String, path: String,
        options: SegmentOptions, step: @escaping (IndexBuildStep, Int, Int) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        self.feed = feed
        self.older = older
        self.chain = chain
        self.folder = folder
        self.path = path
        self.options = options
        self.step = step
        self.digest = digest
        isOlderLarge = older.storage.segments.reduce(0) { $0 + $1.size } > 64 << 20
        var transactions = 0, inputs = 0, outputs = 0
        for record in feed.records {
            transactions += Int(record.transactions)
            inputs += Int(record.inputs)
            outputs += Int(record.outputs)
        }
        header.chain = chain.name
        header.blocks = UInt64(feed.records.count)
        header.transactions = UInt64(transactions)
        header.inputs = UInt64(inputs)
        header.outputs = UInt64(outputs)
        header.firstTransaction = options.firstID
        header.firstInput = options.firstID
        header.firstOutput = options.firstID
        header.firstAddress = options.firstID
        if older.count > 0 {
            let last = older.segments[older.count - 1]
            header.firstTransaction = last.firstTransaction + UInt64(last.transactionCount)
            header.firstInput = last.firstInput + UInt64(last.inputCount)
            header.firstOutput = last.firstOutput + UInt64(last.outputCount)
            header.firstAddress = last.firstAddress + UInt64(last.addressCount)
            header.before = last.segment.header.lastHash
        }
        func bits(_ bytes: Int) -> Int {
            min(12, max(0, Int.bitWidth - (bytes / options.bucketBytes).leadingZeroBitCount))
        }
        txidBits = bits((transactions + inputs) * MemoryLayout<Spilled.ByTxid>.size)
        addressBits = bits(outputs * 40)
        positions = try FileWriter(in: folder)
        oddScripts = try FileWriter(in: folder)
        scripts = try FileWriter(in: folder)
        externals = try FileWriter(in: folder)
        outsides = try FileWriter(in: folder)
        overwritten = try FileWriter(in: folder)
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "written", path) }
    }

    deinit { close(descriptor) }

    /// Runs every step; the segment is whole and on disk when it returns. Answers the SHA-256 of the file.
    func run() throws(LedgerError) -> [UInt8] {
        try partition()
        startWriting()
        try joinTransactions()
        byTxid = nil
        try joinAddresses()
        byAddress = nil
        try writeOutputs()
        startWriting()
        owners = nil
        spends = nil
        try writeInputs()
        inputs = nil
        otherInputs = nil
        try writeHistory()
        startWriting()
        receipts = nil
        spendRows = nil
        try writeMarks()
        marks = nil
        return try seal()
    }

    /// Has the disk begin with what was written, so that less is waited for at the end.
    private func startWriting() { clew_start_writing(descriptor) }

    // MARK: Laying out

    /// Gives a column its place behind what is there.
    func place(_ column: SegmentColumn, bytes: Int) -> Int {
        end = (end + 4095) & ~4095
        header[column] = SegmentHeader.Place(offset: UInt64(end), length: UInt64(bytes))
        end += bytes
        return Int(header[column].offset)
    }

    /// A writer of a column of known length.
    func writer(_ column: SegmentColumn, bytes: Int) -> FileWriter {
        FileWriter(descriptor, at: place(column, bytes: bytes), path: path)
    }

    /// Copies a column that was written to a file of its own.
    func copy(_ writer: FileWriter, to column: SegmentColumn) throws(LedgerError) {
        let count = writer.count
        guard count > 0 else { return }
        let offset = place(column, bytes: count)
        let scratch = ScratchBuffer()
        var done = 0
        while done < count {
            let size = min(1 << 20, count - done)
            let bytes = scratch.reserve(size)
            try writer.read(bytes, size, at: done)
            try TemporaryFile.write(bytes, size, at: offset + done, descriptor, path)
            done += size
        }
    }

    /// Keeps a script and answers where.
    func keep(_ script: UnsafeRawBufferPointer) throws(LedgerError) -> UInt64 {
        let place = scriptsCount
        try scripts.append(script)
        scriptsCount += UInt64(script.count)
        return place
    }

    /// Counts a question to the older segments, and gives their pages back now and then: reads that jump about would
    /// otherwise map them whole, and an import is to stay small. A read maps some 400 KiB around what it needs, most of which
    /// the next ones share: they go in the order in which rows lie.
    func noteOlderRead() {
        olderReads &+= 1
        if olderReads & 255 == 0, isOlderLarge { older.release() }
    }

    /// How many ranges of `2^rangeBits` rows there are.
    func ranges(_ count: UInt64) -> Int { Int(count >> UInt64(options.rangeBits)) + 1 }

    /// The txid of a transaction of this segment, for a sentence.
    func txid(_ transaction: UInt32) throws(LedgerError) -> TxID {
        var hash = clew_hash()
        let offset = Int(header[.txids].offset) + Int(transaction) * 32
        try withUnsafeMutableBytes(of: &hash) { raw throws(LedgerError) in
            if let base = raw.baseAddress { try TemporaryFile.read(base, 32, at: offset, descriptor, path) }
        }
        return hash.hash
    }
}

/// The steps of building an index, in order.
public enum IndexBuildStep: Int, Sendable, CaseIterable {
    /// Dividing the blocks' rows.
    case partition
    /// Finding the output each input spends.
    case transactions
    case addresses
    case outputs
    case inputs
    case history
    /// Checksums, and waiting for the disk.
    case seal
}

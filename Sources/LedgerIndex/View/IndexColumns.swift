import CLedgerKernel
import Ledger

/// The columns of one segment as far as a snapshot reaches, for passes over whole ledgers.
///
/// Ids in them count from 0 inside the segment; the bases make them those of the view. Every column that was asked for
/// was compared with its checksums, but what is in it was not looked at: who follows an id compares it with the counts
/// first. Valid while the view lives.
public struct IndexColumns: @unchecked Sendable {
    /// Groups of columns that are compared and used together.
    public struct Part: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Which transaction each input spends of: `transactionInputs`, `inputTransaction`.
        public static let links = Part(rawValue: 1)
        /// What each input spends: `transactionInputs`, `inputOutput`, `inputValue`; and the outputs' values.
        public static let values = Part(rawValue: 2)
        /// Whose the inputs and outputs are, with values.
        public static let owners = Part(rawValue: 4)
    }

    /// Added to the ids in these columns they become those of the view.
    public let firstTransaction: UInt64
    public let firstOutput: UInt64
    public let firstAddress: UInt64
    /// Those of the snapshot.
    public let transactionCount: Int
    /// Those of the whole segment: what a sum may reach and an id must be below.
    public let inputCount: UInt32
    public let outputCount: UInt32
    public let addressCount: UInt32

    /// A transaction and one more: inputs, and outputs, before it.
    public let transactionInputs: UnsafePointer<UInt32>
    public let transactionOutputs: UnsafePointer<UInt32>
    /// The output an input spends; at least `outputCount` where it is not in this segment.
    public let inputOutput: UnsafePointer<UInt32>
    /// The transaction of that output; at least the segment's count where it is not in this segment.
    public let inputTransaction: UnsafePointer<UInt32>
    /// Base units; 0 where not known.
    public let inputValue: UnsafePointer<UInt64>
    public let outputValue: UnsafePointer<UInt64>
    /// All ones where there is no address.
    public let inputOwner: UnsafePointer<UInt32>
    public let outputOwner: UnsafePointer<UInt32>
    /// By the addresses' ids in this segment those of the view; nil where `firstAddress` is to be added.
    public let homes: UnsafePointer<UInt64>?
    /// The rows of inputs that spend what is not in this segment.
    public let outside: OutsideInputs
    private let path: String

    init(_ view: IndexView, _ place: Int, _ parts: Part) throws(LedgerError) {
        let segment = view.segments + place
        var columns: [SegmentColumn] = [.transactionInputs, .externals, .outsides]
        if parts.contains(.links) { columns.append(.inputPreviousTransaction) }
        if parts.contains(.values) {
            columns += [.transactionOutputs, .inputPrevious, .inputValue, .outputValue]
        }
        if parts.contains(.owners) {
            columns += [.transactionOutputs, .inputValue, .outputValue, .inputOwner, .outputOwner, .homes]
        }
        for column in columns { try segment.pointee.touch(column) }
        firstTransaction = segment.pointee.firstTransaction
        firstOutput = segment.pointee.firstOutput
        firstAddress = segment.pointee.firstAddress
        transactionCount = Int(view.bound(place))
        inputCount = segment.pointee.inputCount
        outputCount = segment.pointee.outputCount
        addressCount = segment.pointee.addressCount
        transactionInputs = segment.pointee.transactionInputs
        transactionOutputs = segment.pointee.transactionOutputs
        inputOutput = segment.pointee.inputPrevious
        inputTransaction = segment.pointee.inputPreviousTransaction
        inputValue = segment.pointee.inputValue
        outputValue = segment.pointee.outputValue
        inputOwner = segment.pointee.inputOwner
        outputOwner = segment.pointee.outputOwner
        homes = segment.pointee.hasHomes ? segment.pointee.homes : nil
        outside = OutsideInputs(
            older: UnsafeBufferPointer(start: segment.pointee.externals, count: segment.pointee.externalCount),
            unlisted: UnsafeBufferPointer(start: segment.pointee.outsides, count: segment.pointee.outsideCount))
        path = segment.pointee.segment.path
    }

    /// The view's number of an address of this segment; nil for one that it does not have.
    @inline(__always)
    public func home(of owner: UInt32) -> UInt64? {
        guard owner < addressCount else { return nil }
        return homes.map { $0[Int(owner)] } ?? firstAddress &+ UInt64(owner)
    }

    /// What a pass throws that meets an id or a sum that cannot be.
    public func damaged(_ what: String) -> LedgerError {
        LedgerError("\(path) is damaged: \(what). Run: clew ledger check")
    }
}

/// What inputs spend that is not in their segment, asked in ascending order of the inputs.
public struct OutsideInputs: @unchecked Sendable {
    private let older: UnsafeBufferPointer<clew_external>
    private let unlisted: UnsafeBufferPointer<clew_outside>
    private var nextOlder = 0
    private var nextUnlisted = 0

    init(older: UnsafeBufferPointer<clew_external>, unlisted: UnsafeBufferPointer<clew_outside>) {
        self.older = older
        self.unlisted = unlisted
    }

    /// Transaction and output of an older segment, by the view's ids; nil where the output is not in the ledger.
    public mutating func previous(of input: UInt32) -> (transaction: UInt64, output: UInt64)? {
        while nextOlder < older.count, older[nextOlder].input < input { nextOlder += 1 }
        guard nextOlder < older.count, older[nextOlder].input == input else { return nil }
        return (older[nextOlder].tx, older[nextOlder].output)
    }

    /// The output of the input that `ahead` more of these will ask for, to be asked for in good time.
    @inline(__always)
    public func later(_ ahead: Int) -> UInt64? {
        nextOlder + ahead < older.count ? older[nextOlder + ahead].output : nil
    }

    /// True where neither the ledger nor its source says what the input spends.
    public mutating func isUnknown(_ input: UInt32) -> Bool {
        while nextUnlisted < unlisted.count, unlisted[nextUnlisted].input < input { nextUnlisted += 1 }
        return nextUnlisted < unlisted.count && unlisted[nextUnlisted].input == input
            && unlisted[nextUnlisted].kind != 1
    }
}

extension IndexView {
    /// The columns of every segment that the snapshot reaches, oldest first. Compares those parts with their checksums
    /// where that was not done before: the first call reads them all.
    public func columns(_ parts: IndexColumns.Part) throws(LedgerError) -> [IndexColumns] {
        var all: [IndexColumns] = []
        for place in 0..<count where segments[place].firstTransaction < end {
            all.append(try IndexColumns(self, place, parts))
        }
        return all
    }

    /// Outputs of the whole ledger, also those behind the snapshot's end; the first has the number `firstOutput`.
    public var outputCount: Int { (0..<count).reduce(0) { $0 + Int(segments[$1].outputCount) } }
    public var firstOutput: UInt64 { count > 0 ? segments[0].firstOutput : 0 }
    public var firstAddress: UInt64 { count > 0 ? segments[0].firstAddress : 0 }
    /// One more than the greatest number an address has.
    public var addressEnd: UInt64 {
        count > 0 ? segments[count - 1].firstAddress + UInt64(segments[count - 1].addressCount) : 0
    }

    /// One more than the last address that has its number in both ledgers: those of the segments that both begin with.
    public func addressesShared(with other: IndexView) -> UInt64 {
        var shared = firstAddress
        for place in 0..<min(count, other.count) {
            guard storage.segments[place].header == other.storage.segments[place].header else { break }
            shared = segments[place].firstAddress + UInt64(segments[place].addressCount)
        }
        return shared
    }

    /// A segment as what is kept beside the ledger knows it again, with where it ends.
    public struct Part: Hashable, Sendable {
        /// Equal for the same segment only.
        public var identity: UInt64
        public var lastBlock: BlockHash
        public var lastHeight: UInt32
        /// One more than its last address.
        public var addressEnd: UInt64

        public init(identity: UInt64, lastBlock: BlockHash, lastHeight: UInt32, addressEnd: UInt64) {
            self.identity = identity
            self.lastBlock = lastBlock
            self.lastHeight = lastHeight
            self.addressEnd = addressEnd
        }
    }

    /// The segments, oldest first, also those behind the snapshot's end. The last is built anew when blocks are added.
    public var parts: [Part] {
        storage.segments.map { segment in
            Part(
                identity: UInt64(segment.header.checksumsChecksum) << 32 | segment.header.transactions & 0xffff_ffff,
                lastBlock: segment.header.lastHash, lastHeight: segment.header.lastHeight,
                addressEnd: segment.header.firstAddress + segment.header.addresses)
        }
    }

    /// The first transaction above `height`; `end` when there is none.
    public func firstTransaction(above height: UInt32) throws(LedgerError) -> UInt64 {
        guard height < .max else { return end }
        let first = TxRef(height: height + 1, position: 0)
        for place in 0..<count where segments[place].lastHeight > height {
            return min(end, segments[place].firstTransaction + UInt64(try segments[place].lowerBound(first)))
        }
        return end
    }
}

import CLedgerKernel
import Ledger

/// The embedded ledger's own synchronous calls, for passes over many transactions.
///
/// Transactions, inputs, outputs and addresses are numbers that count up through the whole ledger in ledger order;
/// addresses by where they first appear in the order of segments. `.none` (all ones) stands for "there is none". The
/// numbers are of this view and its snapshots, and must not be kept. Every call checks the number it is given once and
/// throws for one that this view does not hold.
public struct IndexView: @unchecked Sendable {
    let storage: IndexStorage
    let segments: UnsafePointer<SegmentView>
    let count: Int
    /// One more than the last transaction of the snapshot.
    public let end: UInt64
    /// The first transaction: 0 except in ledgers that were made to begin elsewhere.
    public let start: UInt64

    public static let none: UInt64 = .max

    /// An output as of the snapshot.
    public struct Output: Hashable, Sendable {
        public var value: UInt64
        /// The address; `none` where the script has none.
        public var owner: UInt64
        /// The transaction that spends it; `none` where none does.
        public var spender: UInt64
        public var spenderInput: UInt32
        /// Nobody can spend it, by its script or as the genesis output. Overwriting is not looked at.
        public var isUnspendable: Bool
    }

    /// An input.
    public struct Input: Hashable, Sendable {
        /// Transaction and output it spends; `none` where the output is not in the ledger.
        public var previousTransaction: UInt64
        public var previousOutput: UInt64
        /// Index of the output in its transaction.
        public var previousIndex: UInt32
        public var value: UInt64
        public var owner: UInt64
        public var known: Known
    }

    init(_ storage: IndexStorage, end: UInt64? = nil) {
        self.storage = storage
        segments = UnsafePointer(storage.views)
        count = storage.count
        start = count > 0 ? segments[0].firstTransaction : 0
        let all = count > 0 ? segments[count - 1].firstTransaction + UInt64(segments[count - 1].transactionCount) : 0
        self.end = min(end ?? all, all)
    }

    // MARK: Which segment

    @inline(__always)
    func segment(ofTransaction transaction: UInt64) throws(LedgerError) -> (Int, UInt32) {
        guard transaction >= start, transaction < end else { throw unknown("transaction", transaction) }
        var place = count - 1
        while segments[place].firstTransaction > transaction { place -= 1 }
        return (place, UInt32(truncatingIfNeeded: transaction - segments[place].firstTransaction))
    }

    @inline(__always)
    func segment(ofOutput output: UInt64) throws(LedgerError) -> (Int, UInt32) {
        var place = count - 1
        while place >= 0, segments[place].firstOutput > output { place -= 1 }
        guard place >= 0, output - segments[place].firstOutput < UInt64(segments[place].outputCount) else {
            throw unknown("output", output)
        }
        return (place, UInt32(truncatingIfNeeded: output - segments[place].firstOutput))
    }

    @inline(__always)
    func segment(ofInput input: UInt64) throws(LedgerError) -> (Int, UInt32) {
        var place = count - 1
        while place >= 0, segments[place].firstInput > input { place -= 1 }
        guard place >= 0, input - segments[place].firstInput < UInt64(segments[place].inputCount) else {
            throw unknown("input", input)
        }
        return (place, UInt32(truncatingIfNeeded: input - segments[place].firstInput))
    }

    @inline(__always)
    func segment(ofAddress address: UInt64) throws(LedgerError) -> (Int, UInt32) {
        var place = count - 1
        while place >= 0, segments[place].firstAddress > address { place -= 1 }
        guard place >= 0, address - segments[place].firstAddress < UInt64(segments[place].addressCount) else {
            throw unknown("address", address)
        }
        return (place, UInt32(truncatingIfNeeded: address - segments[place].firstAddress))
    }

    @inline(never)
    func unknown(_ what: String, _ number: UInt64) -> LedgerError {
        LedgerError("This ledger's snapshot has no \(what) \(number).")
    }

    // MARK: Transactions

    /// The transaction at height and position; nil when the snapshot has none.
    public func transaction(at ref: TxRef) throws(LedgerError) -> UInt64? {
        var place = count - 1
        while place >= 0 {
            if segments[place].firstHeight <= ref.height {
                guard let local = try segments[place].transaction(at: ref) else { return nil }
                let transaction = segments[place].firstTransaction + UInt64(local)
                return transaction < end ? transaction : nil
            }
            place -= 1
        }
        return nil
    }

    /// Height and position of a transaction.
    public func reference(of transaction: UInt64) throws(LedgerError) -> TxRef {
        let (place, local) = try segment(ofTransaction: transaction)
        return try segments[place].reference(of: local)
    }

    /// Asks for what `reference` will read.
    @inline(__always)
    func askForBlock(of transaction: UInt64) {
        guard let (place, local) = try? segment(ofTransaction: transaction) else { return }
        (segments + place).pointee.ask((segments + place).pointee.transactionBlock + Int(local))
    }

    /// Block time, seconds since 1970.
    public func time(of transaction: UInt64) throws(LedgerError) -> UInt32 {
        let (place, local) = try segment(ofTransaction: transaction)
        return try segments[place].block(of: local).pointee.time
    }

    public func txid(of transaction: UInt64) throws(LedgerError) -> TxID {
        let (place, local) = try segment(ofTransaction: transaction)
        return try segments[place].txid(local)
    }

    public func isCoinbase(_ transaction: UInt64) throws(LedgerError) -> Bool {
        let (place, local) = try segment(ofTransaction: transaction)
        return try segments[place].isCoinbase(local)
    }

    /// The transactions of that id in ledger order: one, except where BIP 30 was broken.
    public func find(_ txid: TxID) throws(LedgerError) -> [UInt64] {
        var found: [UInt64] = []
        try eachCarrier(of: txid) { found.append($0) }
        return found
    }

    /// The last transaction of that id; `none` when the snapshot has none.
    public func last(_ txid: TxID) throws(LedgerError) -> UInt64 {
        var last = Self.none
        try eachCarrier(of: txid) { last = $0 }
        return last
    }

    /// How many transactions have ids that begin with these eight bytes, and one of them. Ids were not compared.
    func candidate(_ key: UInt64) throws(LedgerError) -> (transaction: UInt64, count: Int) {
        var found = (transaction: Self.none, count: 0)
        var place = 0
        while place < count {
            let first = segments[place].firstTransaction
            try segments[place].eachEntry(of: key) { local throws(LedgerError) in
                if first + UInt64(local) < end { found = (first + UInt64(local), found.count + 1) }
            }
            place += 1
        }
        return found
    }

    @inline(__always)
    private func eachCarrier(of txid: TxID, _ body: (UInt64) -> Void) throws(LedgerError) {
        var place = 0
        while place < count {
            let first = segments[place].firstTransaction
            try segments[place].eachCarrier(of: txid) { local throws(LedgerError) in
                if first + UInt64(local) < end { body(first + UInt64(local)) }
            }
            place += 1
        }
    }

    /// The next transaction of the same id, where the snapshot has one (BIP 30).
    func overwriter(of transaction: UInt64) throws(LedgerError) -> UInt64? {
        var place = count - 1
        while place >= 0 {
            let segment = segments[place]
            if segment.overwrittenCount > 0 {
                let found = try SegmentView.bound(segment.overwrittenCount) { index throws(LedgerError) in
                    try segment.at(segment.overwritten, index).tx < transaction
                }
                if found < segment.overwrittenCount {
                    let row = try segment.at(segment.overwritten, found)
                    if row.tx == transaction { return row.by < end ? row.by : nil }
                }
            }
            if segment.firstTransaction <= transaction { return nil }
            place -= 1
        }
        return nil
    }
}

/// The columns of a segment, with the numbers they have in the column table.
///
/// Ids count from 0 inside a segment and are 32 bits wide; added to the segment's bases they count through the whole
/// ledger in 64 bits, in ledger order. All numbers are little-endian.
enum SegmentColumn: UInt32, CaseIterable {
    /// `clew_block`, one a block, in ascending height.
    case blocks = 1
    /// u32: positions of the transactions of blocks held in part.
    case positions = 2
    /// u32 a transaction: its block's place in `blocks`; the highest bit marks a coinbase.
    case transactionBlock = 3
    /// u32 a transaction and one more: outputs before it.
    case transactionOutputs = 4
    /// u32 a transaction and one more: inputs before it.
    case transactionInputs = 5
    /// 32 bytes a transaction.
    case txids = 6
    /// u32 a value of a txid's highest bits, and one more: entries below it.
    case txidDirectory = 7
    /// `clew_txid_entry`, ascending by the first eight bytes of the id, then by transaction.
    case txidEntries = 8

    /// u64 an output, in base units.
    case outputValue = 9
    /// u32 an output: its address; all ones where it has none.
    case outputOwner = 10
    /// u32 an output: the transaction of this segment that spends it; all ones where none does.
    case outputSpender = 11
    /// u32 an output: which input of the spender; the highest bit marks an output nobody can spend.
    case outputSpenderInput = 12

    /// u32 an input: the output it spends; all ones where that is not in this segment.
    case inputPrevious = 13
    /// u32 an input: the transaction of that output; all ones where the output is not in the ledger, all ones but the
    /// lowest bit where it is in an older segment.
    case inputPreviousTransaction = 14
    /// u64 an input: the value it spends, 0 where not known.
    case inputValue = 15
    /// u32 an input: whose value it spends; all ones where there is no address.
    case inputOwner = 16
    /// `clew_external`, ascending by input.
    case externals = 17
    /// `clew_outside`, ascending by input.
    case outsides = 18
    /// `clew_mark`, ascending by output.
    case marks = 19
    /// `clew_overwritten`, ascending by transaction.
    case overwritten = 20

    /// u32 a value of an address key's highest bits, and one more: where the records from it on begin, as in
    /// `addressPlaces`.
    case addressDirectory = 21
    /// u32 an address: where its record begins in `addressRecords`, in units of eight bytes.
    case addressPlaces = 22
    /// u64 an address: its id in the oldest segment that has it. Not in a ledger's first segment.
    case homes = 23
    /// Of each address a `clew_address`, its `clew_receipt`, then its `clew_spend`, both in ledger order: what is asked of
    /// an address lies in one place. Ascending by key, then by script.
    case addressRecords = 24
    /// `clew_odd_script`, ascending by output.
    case oddScripts = 25
    /// Scripts, one after the other.
    case scripts = 26

    /// `KeyFilter` of the addresses' keys. Absent in a ledger's first segment and in very large ones.
    case addressFilter = 27
    /// `KeyFilter` of the outputs in `marks`, under the same conditions.
    case markFilter = 28
}

/// Marks in the columns.
enum Mark {
    static let none: UInt32 = .max
    /// In `inputPreviousTransaction`: see `externals`.
    static let external: UInt32 = .max - 1
    /// In `transactionBlock`: a coinbase. In `outputSpenderInput`: unspendable. In `clew_spend.input`: stated.
    static let high: UInt32 = 1 << 31
}

/// Bits of `clew_block.flags`.
enum BlockFlag {
    static let whole: UInt32 = 1
    static let assumed: UInt32 = 2
    static let genesis: UInt32 = 4
    /// Positions do not count up from 0.
    static let sparse: UInt32 = 8
}

/// The tables of a ledger in SQLite.
///
/// A transaction is named by its `TxRef`: height × 2³² + position, so that the order of the numbers is ledger order and
/// a snapshot is a bound on them. Hashes and ids are kept in wire order. Rows state what the sources state; what follows
/// from them (who owns, who spent) is kept beside it because joining on ids is what costs.
enum LedgerSchema {
    /// Kept in `PRAGMA user_version` and in MANIFEST.
    static let version: Int64 = 1

    /// "Clew", in `PRAGMA application_id`, so that `file` and other programs can tell.
    static let application: Int64 = 0x436c_6577

    static let statements = """
        -- Named facts of the whole file: chain, fingerprint of the import, how far it came.
        CREATE TABLE fact (
            name TEXT PRIMARY KEY,
            value
        ) WITHOUT ROWID;

        CREATE TABLE block (
            height INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,             -- 32 zero bytes when the source gives none
            previous BLOB NOT NULL,
            time INTEGER NOT NULL,          -- seconds since 1970
            assumed INTEGER NOT NULL,       -- 1: the height was given by the user
            whole INTEGER NOT NULL,         -- 0: an export that need not hold every transaction
            rows_hash BLOB NOT NULL,        -- SHA-256 of the block's rows
            digest BLOB                     -- d_h; set when the import ends
        );
        CREATE INDEX block_in_part ON block(height) WHERE whole = 0;

        CREATE TABLE tx (
            ref INTEGER PRIMARY KEY,
            txid BLOB NOT NULL,
            coinbase INTEGER NOT NULL,
            inputs INTEGER NOT NULL,
            outputs INTEGER NOT NULL,
            overwritten INTEGER             -- the next transaction with the same id (BIP 30)
        );
        CREATE INDEX tx_by_id ON tx(txid);

        -- An address is its canonical locking script.
        CREATE TABLE address (
            id INTEGER PRIMARY KEY,
            script BLOB NOT NULL UNIQUE
        );

        CREATE TABLE output (
            tx INTEGER NOT NULL,
            n INTEGER NOT NULL,
            value INTEGER NOT NULL,
            address INTEGER,                -- null: the script has no address
            script BLOB,                    -- null: the address's canonical script is the script
            unspendable INTEGER NOT NULL,   -- 1: by its script, or in the genesis block
            spender INTEGER,
            spender_input INTEGER,
            PRIMARY KEY (tx, n)
        ) WITHOUT ROWID;

        CREATE TABLE input (
            tx INTEGER NOT NULL,
            n INTEGER NOT NULL,
            previous INTEGER,               -- null: the previous output is not in the ledger
            previous_n INTEGER NOT NULL,
            previous_txid BLOB,             -- only while `previous` is null: waits for that output
            value INTEGER,                  -- of the previous output; null: not known
            address INTEGER,                -- its owner
            stated_value INTEGER,           -- what the source stated of it, if anything
            stated_script BLOB,
            PRIMARY KEY (tx, n)
        ) WITHOUT ROWID;
        CREATE INDEX input_waiting ON input(previous_txid, previous_n) WHERE previous_txid IS NOT NULL;

        -- Everything an address took part in, clustered per address and in ledger order.
        CREATE TABLE entry (
            address INTEGER NOT NULL,
            tx INTEGER NOT NULL,
            side INTEGER NOT NULL,          -- 0: received, 1: spent, 2: spent by what the source states
            n INTEGER NOT NULL,             -- output of tx (side 0) or input of tx
            value INTEGER NOT NULL,
            PRIMARY KEY (address, tx, side, n)
        ) WITHOUT ROWID;
        """
}

/// `entry.side`.
enum EntrySide: Int64 {
    case received = 0
    case spent = 1
    case stated = 2
}

/// The names in the table `fact`.
enum FactName: String {
    case chain
    /// 0 when the heights are ordinals.
    case heightsKnown = "heights_known"
    /// What the caller calls the import that is writing, or wrote, this file.
    case fingerprint
    /// The file this one started as a copy of; empty for a new ledger.
    case base
    /// Height of the last block that import handed in, while its heights ascend.
    case resumeAfter = "resume_after"
    /// In account ledgers: 1 when sources told of calls inside transactions, and of logs.
    case calls
    case logs
}

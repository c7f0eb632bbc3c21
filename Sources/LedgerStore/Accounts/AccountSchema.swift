/// The tables of an account ledger in SQLite.
///
/// `source_*` keep what the sources state, so that a later import can add to it; the others are put in ledger order from
/// them when an import ends. A transaction is named by its `TxRef`, so a snapshot is a bound on these numbers.
enum AccountSchema {
    static let version: Int64 = 1
    static let store = "accounts"

    static let statements = """
        CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL UNIQUE
        );

        CREATE TABLE token (
            number INTEGER PRIMARY KEY,     -- the asset; the coin is 0 and not listed
            contract INTEGER NOT NULL UNIQUE,
            symbol TEXT,
            decimals INTEGER,
            amounts INTEGER                 -- 0: its transfers are of single tokens; null: nothing says
        );

        CREATE TABLE source_block (
            height INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            transactions INTEGER            -- null: not said
        );

        CREATE TABLE source_tx (
            txid BLOB PRIMARY KEY,
            height INTEGER NOT NULL,
            position INTEGER,
            time INTEGER,
            sender INTEGER,                 -- null: only its logs, calls or receipt are at hand
            receiver INTEGER,
            value BLOB,
            price BLOB,                     -- of a unit of gas, as offered
            effective BLOB,                 -- as paid
            used BLOB,                      -- units of gas
            ok INTEGER                      -- null: not said
        ) WITHOUT ROWID;
        CREATE INDEX source_tx_by_height ON source_tx(height);

        CREATE TABLE source_move (
            txid BLOB NOT NULL,
            kind INTEGER NOT NULL,          -- 1: a call, 2: a log
            seq BLOB NOT NULL,              -- sorts as the ledger does
            token INTEGER,                  -- null: the coin
            sender INTEGER,                 -- null: newly issued
            receiver INTEGER,               -- null: destroyed
            value BLOB NOT NULL,
            amount INTEGER NOT NULL,        -- 0: names one token, not an amount
            PRIMARY KEY (txid, kind, seq)
        ) WITHOUT ROWID;
        """ + derived

    /// What an import makes anew at its end.
    static let derived = """

        CREATE TABLE block (
            height INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,             -- 32 zero bytes where no source gives one
            time INTEGER NOT NULL,
            whole INTEGER NOT NULL,
            digest BLOB NOT NULL
        );
        CREATE INDEX block_in_part ON block(height) WHERE whole = 0;

        CREATE TABLE tx (
            ref INTEGER PRIMARY KEY,
            txid BLOB NOT NULL,
            time INTEGER NOT NULL,
            ok INTEGER,
            gas INTEGER NOT NULL            -- 0: what it paid is not known
        );
        CREATE INDEX tx_by_id ON tx(txid);
        CREATE INDEX tx_without_gas ON tx(ref) WHERE gas = 0;
        CREATE INDEX tx_without_status ON tx(ref) WHERE ok IS NULL;

        CREATE TABLE transfer (
            tx INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            asset INTEGER NOT NULL,
            sender INTEGER,
            receiver INTEGER,
            value BLOB NOT NULL,            -- 32 bytes, the highest first
            PRIMARY KEY (tx, ordinal)
        ) WITHOUT ROWID;

        -- Every transfer of an address, clustered per address and asset.
        CREATE TABLE entry (
            account INTEGER NOT NULL,
            asset INTEGER NOT NULL,
            tx INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            PRIMARY KEY (account, asset, tx, ordinal)
        ) WITHOUT ROWID;
        """

    static let dropDerived = "DROP TABLE block; DROP TABLE tx; DROP TABLE transfer; DROP TABLE entry;"
}

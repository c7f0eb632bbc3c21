/// The tables of the tags in SQLite. Rows of claims are never changed but for the edition that ends them.
enum TagSchema {
    /// Kept in `PRAGMA user_version`.
    static let version: Int64 = 1

    static let statements = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        );

        -- One row an import of one file: the journal of the tags.
        CREATE TABLE edition (
            number INTEGER PRIMARY KEY,
            source INTEGER NOT NULL,
            format TEXT NOT NULL,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            origin TEXT NOT NULL,
            issued INTEGER,                 -- milliseconds since 1970
            imported INTEGER NOT NULL,
            added INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            claims INTEGER NOT NULL,        -- in the file
            unverified INTEGER NOT NULL,
            empty INTEGER NOT NULL,         -- entries without an address
            digest BLOB NOT NULL            -- of the set after this edition
        );
        CREATE INDEX edition_of_source ON edition(source, number);

        -- What claims say beside whom they are about; most claims of a file say the same.
        CREATE TABLE content (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            body TEXT NOT NULL              -- canonical JSON
        );

        CREATE TABLE claim (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL,              -- TagKey.packed
            network TEXT NOT NULL,
            asset TEXT NOT NULL,
            text TEXT NOT NULL,
            verified INTEGER NOT NULL,
            content INTEGER NOT NULL,
            source INTEGER NOT NULL,
            added INTEGER NOT NULL,
            removed INTEGER,
            seen INTEGER NOT NULL,          -- the newest edition that has it
            ends TEXT NOT NULL              -- first and last characters, to find look-alikes
        );
        CREATE INDEX claim_by_key ON claim(key);
        CREATE INDEX claim_by_source ON claim(source, removed);
        CREATE INDEX claim_by_ends ON claim(ends);

        CREATE TABLE actor (
            id TEXT NOT NULL,
            source INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (id, source)
        ) WITHOUT ROWID;
        """
}

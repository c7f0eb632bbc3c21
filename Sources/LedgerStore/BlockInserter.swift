import GRDB
import GRDBSQLite
import Ledger

/// Puts blocks into the tables: checks that they fit what is there, then hands their transactions on.
///
/// Bound to one connection and used inside its accesses only.
final class BlockInserter {
    private let transactions: TransactionInserter
    private let chain: Chain
    private let isOrdinalLedger: Bool
    private let hasBlocks: Bool
    private let find: PreparedStatement
    private let insertBlock: PreparedStatement
    private let updateBlock: PreparedStatement
    private let begin: PreparedStatement
    private let keep: PreparedStatement
    private let undo: PreparedStatement

    init(in db: Database, chain: Chain) throws {
        self.chain = chain
        transactions = try TransactionInserter(in: db)
        isOrdinalLedger = try LedgerFacts.integer(.heightsKnown, in: db) == 0
        hasBlocks = try Int64.fetchOne(db, sql: "SELECT height FROM block LIMIT 1") != nil
        find = try PreparedStatement("SELECT hash, previous, whole, time FROM block WHERE height = ?", in: db)
        insertBlock = try PreparedStatement(
            "INSERT INTO block (height, hash, previous, time, assumed, whole, rows_hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            in: db)
        updateBlock = try PreparedStatement(
            "UPDATE block SET hash = ?, previous = ?, whole = ?, rows_hash = ?, digest = NULL WHERE height = ?", in: db)
        begin = try PreparedStatement("SAVEPOINT block", in: db)
        keep = try PreparedStatement("RELEASE block", in: db)
        undo = try PreparedStatement("ROLLBACK TO block", in: db)
    }

    /// Adds a block whole or not at all.
    func insert(_ block: BlockRows, isOrdinal: Bool) throws -> AppendOutcome {
        if isOrdinalLedger, hasBlocks, !isOrdinal {
            throw LedgerError(
                "The transactions of this ledger have no heights, and the block \(block.hash) has. Import it into a "
                    + "folder of its own, with --ledger.")
        }
        try block.check()
        try begin.run()
        do {
            let outcome = try insertChecked(block)
            try keep.run()
            return outcome
        } catch let refusal as LedgerError {
            try undo.run()
            try keep.run()
            transactions.forget()
            throw refusal
        }
    }

    private func insertChecked(_ block: BlockRows) throws -> AppendOutcome {
        if let there = try stored(block.height) {
            try block.checkPlace(of: there)
            return there.isWhole ? .alreadyThere : try merge(block, into: there)
        }
        try checkLinks(of: block)
        try insertBlock.execute(
            height: block.height, hash: block.hash, previous: block.previous, time: block.time,
            assumed: block.heightAssumed, whole: block.isWhole, rowsHash: LedgerDigest.rowsHash(of: block.transactions))
        for rows in block.transactions { try add(rows, of: block) }
        return .added
    }

    // MARK: Blocks held in part

    /// Adds the transactions that are not there yet to a block that an export held in part.
    private func merge(_ block: BlockRows, into there: HeldBlock) throws -> AppendOutcome {
        let held = Dictionary(
            uniqueKeysWithValues: try transactions.ids(at: block.height).map { ($0.ref.position, $0.txid) })
        var isChanged = block.isWhole
        for rows in block.transactions {
            if let txid = held[rows.position] {
                guard txid == rows.txid else { throw block.conflict(at: rows.position, held: txid, given: rows.txid) }
            } else {
                try add(rows, of: block)
                isChanged = true
            }
        }
        if block.isWhole {
            let given = Set(block.transactions.map(\.position))
            if let extra = held.keys.filter({ !given.contains($0) }).min(), let txid = held[extra] {
                throw block.conflict(at: extra, held: txid, given: nil)
            }
        }
        guard isChanged else { return .alreadyThere }
        let hash = block.hash == .zero ? there.hash : block.hash
        let previous = block.previous == .zero ? there.previous : block.previous
        let rows = block.isWhole
            ? block.transactions : try transactions.storedRows(at: block.height)
        let whole = BlockRows(
            height: block.height, hash: hash, previous: previous, time: there.time, isWhole: block.isWhole,
            transactions: rows)
        if block.isWhole { try checkLinks(of: whole) }
        try updateBlock.bind(hash, at: 1)
        try updateBlock.bind(previous, at: 2)
        updateBlock.bind(block.isWhole, at: 3)
        try updateBlock.bind(LedgerDigest.rowsHash(of: rows), at: 4)
        updateBlock.bind(block.height, at: 5)
        try updateBlock.run()
        return .added
    }

    private func add(_ rows: TransactionRows, of block: BlockRows) throws {
        try transactions.insert(
            rows, at: TxRef(height: block.height, position: rows.position), isGenesis: block.hash == chain.genesis)
    }

    // MARK: Checks

    private func stored(_ height: UInt32) throws -> HeldBlock? {
        defer { find.reset() }
        find.bind(height, at: 1)
        guard try find.next() else { return nil }
        return HeldBlock(
            hash: try find.hash(0), previous: try find.hash(1), isWhole: find.integer(2) != 0, time: find.count(3))
    }

    private func checkLinks(of block: BlockRows) throws {
        try block.checkLinks(before: block.height > 0 ? stored(block.height - 1) : nil, after: stored(block.height + 1))
    }
}

extension BlockInserter {
    /// After a commit was undone: what is remembered may not be there.
    func forget() { transactions.forget() }
}

extension PreparedStatement {
    fileprivate func execute(
        height: UInt32, hash: BlockHash, previous: BlockHash, time: UInt32, assumed: Bool, whole: Bool, rowsHash: [UInt8]
    ) throws {
        bind(height, at: 1)
        try bind(hash, at: 2)
        try bind(previous, at: 3)
        bind(time, at: 4)
        bind(assumed, at: 5)
        bind(whole, at: 6)
        try bind(rowsHash, at: 7)
        try run()
    }
}

import GRDB
import Ledger

/// Puts what the sources said in ledger order, block after block: what an import does at its end. In memory stands one
/// block.
struct AccountOrdering {
    private let chain: Chain
    private let transactions, moves, tokens, addBlock, addTx, addTransfer, addEntry: PreparedStatement
    private let account: PreparedStatement
    private var names: [Int64: Address] = [:]
    private var digest: LedgerDigest

    /// Whether any source told of calls inside transactions, and of logs.
    private(set) var hasCalls = false
    private(set) var hasLogs = false
    private(set) var coverage = Coverage()
    private(set) var tip: (hash: BlockHash, time: UInt32) = (.zero, 0)

    init(in db: Database, chain: Chain) throws {
        self.chain = chain
        digest = LedgerDigest(chain: chain)
        transactions = try PreparedStatement(
            "SELECT txid, position, time, sender, receiver, value, price, effective, used, ok FROM source_tx "
                + "WHERE height = ?", in: db)
        moves = try PreparedStatement(
            """
            SELECT kind, seq, token, sender, receiver, value, amount FROM source_move WHERE txid = ? ORDER BY kind, seq
            """, in: db)
        tokens = try PreparedStatement("SELECT contract, amounts FROM token WHERE number = ?", in: db)
        account = try PreparedStatement("SELECT bytes FROM account WHERE id = ?", in: db)
        addBlock = try PreparedStatement("INSERT INTO block VALUES (?, ?, ?, ?, ?)", in: db)
        addTx = try PreparedStatement("INSERT INTO tx VALUES (?, ?, ?, ?, ?)", in: db)
        addTransfer = try PreparedStatement("INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?)", in: db)
        addEntry = try PreparedStatement("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?)", in: db)
    }

    var ledgerDigest: [UInt8] { digest.bytes }

    /// What a transaction's rows said of it, with handles.
    private struct Member {
        var txid: TxID
        var position: UInt32?
        var time: UInt32?
        var own: (from: Int64, to: Int64, value: UInt256)?
        var fee: UInt256?
        var succeeded: Bool?
        var moves: [Part] = []
        /// Its first log, which tells its place where no row says a position.
        var firstLog: [UInt8]?
    }

    private struct Part {
        var move: AccountSource.Move
        var token: Int64
        var from: Int64?
        var to: Int64?
    }

    /// Writes one block. `said` is the row of the block, where there is one.
    mutating func write(
        _ height: UInt32, _ said: (hash: BlockHash, time: UInt32, count: UInt32?)?
    ) throws {
        var members = try read(height)
        let hasRows = members.count { $0.own != nil }
        guard let time = said?.time ?? members.lazy.compactMap(\.time).first else {
            throw LedgerError(
                "No row says the time of block \(height). Import the rows of its block or of its transactions together with "
                    + "these.")
        }
        if let other = members.lazy.compactMap(\.time).first(where: { $0 != time }) {
            throw LedgerError("Block \(height) has two times: \(time) and \(other).")
        }
        let positions = try order(&members, height)
        let isWhole = said?.count.map { Int($0) == hasRows && hasRows == members.count } ?? false
        var rows: [AccountTransactionRows] = []
        for (member, position) in zip(members, positions) { rows.append(try write(member, height, position, time)) }
        let hash = said?.hash ?? .zero
        digest.append(hash, rowsHash: LedgerDigest.rowsHash(ofAccounts: rows))
        addBlock.bind(height, at: 1)
        try addBlock.bind(hash, at: 2)
        addBlock.bind(time, at: 3)
        addBlock.bind(isWhole, at: 4)
        try addBlock.bind(digest.bytes, at: 5)
        try addBlock.run()
        if !isWhole { coverage.wholeBlocks = false }
        if let last = coverage.ranges.last, last.upperBound + 1 == height {
            coverage.ranges[coverage.ranges.count - 1] = last.lowerBound...height
        } else {
            coverage.ranges.append(height...height)
        }
        tip = (hash, time)
    }

    // MARK: Reading a block's sources

    private mutating func read(_ height: UInt32) throws -> [Member] {
        var members: [Member] = []
        transactions.bind(height, at: 1)
        defer { transactions.reset() }
        while try transactions.next() {
            var member = Member(
                txid: try transactions.hash(0), position: transactions.isNull(1) ? nil : transactions.count(1),
                time: transactions.isNull(2) ? nil : transactions.count(2))
            if let from = transactions.optional(3), let to = transactions.optional(4) {
                member.own = (from, to, Self.amount(transactions, 5) ?? .zero)
            }
            member.succeeded = transactions.optional(9).map { $0 != 0 }
            if let used = Self.amount(transactions, 8),
                let price = Self.amount(transactions, 7) ?? Self.amount(transactions, 6)
            {
                let product = used.multipliedFullWidth(by: price)
                guard product.high == .zero else {
                    throw LedgerError("The gas of transaction \(chain.text(of: member.txid)) exceeds 256 bits.")
                }
                member.fee = product.low
            }
            try readMoves(&member, height)
            members.append(member)
        }
        return members
    }

    private mutating func readMoves(_ member: inout Member, _ height: UInt32) throws {
        try moves.bind(member.txid, at: 1)
        defer { moves.reset() }
        while try moves.next() {
            let seq = moves.bytes(1)
            let isLog = moves.integer(0) == 2
            if isLog { hasLogs = true } else { hasCalls = true }
            if isLog, member.firstLog == nil { member.firstLog = seq }
            let token = moves.optional(2)
            let (contract, amounts) = try token.map { try self.token($0) } ?? (nil, true)
            // What names one token moves no amount.
            guard moves.integer(6) != 0, amounts else { continue }
            let place: AccountSource.Move.Place =
                isLog
                ? .log(seq.reduce(0) { $0 << 8 | UInt64($1) })
                : .trace(stride(from: 0, to: seq.count, by: 4).map { k in seq[k..<min(k + 4, seq.count)].reduce(0) { $0 << 8 | UInt32($1) } })
            let (from, to) = (moves.optional(3), moves.optional(4))
            let value = Self.amount(moves, 5) ?? .zero
            member.moves.append(
                Part(
                    move: AccountSource.Move(
                        txid: member.txid, height: height, time: nil, position: nil, place: place, token: contract,
                        from: try from.map { try address($0) }, to: try to.map { try address($0) }, value: value),
                    token: token ?? 0, from: from, to: to))
        }
    }

    /// By position where rows say it; the others by their first log, then by id.
    private func order(_ members: inout [Member], _ height: UInt32) throws -> [UInt32] {
        let isKnown = members.allSatisfy { $0.position != nil }
        if isKnown {
            members.sort { ($0.position ?? 0) < ($1.position ?? 0) }
            let positions = members.map { $0.position ?? 0 }
            for (a, b) in zip(positions, positions.dropFirst()) where a == b {
                throw LedgerError("Two transactions of block \(height) have the position \(a).")
            }
            return positions
        }
        members.sort { a, b in
            switch (a.firstLog, b.firstLog) {
            case (let x?, let y?) where x != y: x.lexicographicallyPrecedes(y)
            case (nil, _?): false
            case (_?, nil): true
            default: a.txid < b.txid
            }
        }
        return members.indices.map { UInt32($0) }
    }

    // MARK: Writing

    private mutating func write(
        _ member: Member, _ height: UInt32, _ position: UInt32, _ time: UInt32
    ) throws -> AccountTransactionRows {
        let own = try member.own.map { (from: try address($0.from), to: try address($0.to), value: $0.value) }
        let rows = AccountTransactionRows(
            txid: member.txid, position: position, succeeded: member.succeeded, own: own,
            moves: member.moves.map(\.move), fee: own.flatMap { own in member.fee.map { (own.from, $0) } })
        let ref = TxRef(height: height, position: position)
        addTx.bind(ref, at: 1)
        try addTx.bind(member.txid, at: 2)
        addTx.bind(time, at: 3)
        addTx.bind(member.succeeded.map { $0 ? 1 : 0 }, at: 4)
        addTx.bind(member.fee != nil, at: 5)
        try addTx.run()
        var handles: [Address: Int64] = [:]
        if let (from, to) = member.own.map({ ($0.from, $0.to) }) {
            handles[try address(from)] = from
            handles[try address(to)] = to
        }
        var numbers: [Address: Int64] = [:]
        for part in member.moves {
            if let address = part.move.from { handles[address] = part.from }
            if let address = part.move.to { handles[address] = part.to }
            if let token = part.move.token { numbers[token] = part.token }
        }
        for (ordinal, transfer) in rows.transfers.enumerated() {
            let asset = transfer.token.flatMap { numbers[$0] } ?? 0
            let (from, to) = (transfer.from.flatMap { handles[$0] }, transfer.to.flatMap { handles[$0] })
            addTransfer.bind(ref, at: 1)
            addTransfer.bind(Int64(ordinal), at: 2)
            addTransfer.bind(Int64(transfer.kind.rawValue), at: 3)
            addTransfer.bind(asset, at: 4)
            addTransfer.bind(from, at: 5)
            addTransfer.bind(to, at: 6)
            try addTransfer.bind(transfer.value.bytes, at: 7)
            try addTransfer.run()
            for handle in [from, to] {
                guard let handle else { continue }
                addEntry.bind(handle, at: 1)
                addEntry.bind(asset, at: 2)
                addEntry.bind(ref, at: 3)
                addEntry.bind(Int64(ordinal), at: 4)
                try addEntry.run()
            }
        }
        return rows
    }

    private mutating func address(_ id: Int64) throws -> Address {
        if let known = names[id] { return known }
        account.bind(id, at: 1)
        defer { account.reset() }
        guard try account.next() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an address is missing") }
        let address = Address(canonicalScript: account.bytes(0))
        // Hot ones come again and again; the others need not stay.
        if names.count > 50_000 { names.removeAll(keepingCapacity: true) }
        names[id] = address
        return address
    }

    private mutating func token(_ number: Int64) throws -> (Address?, Bool) {
        tokens.bind(number, at: 1)
        defer { tokens.reset() }
        guard try tokens.next() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a token is missing") }
        return (try address(tokens.integer(0)), tokens.optional(1) != 0)
    }

    private static func amount(_ statement: PreparedStatement, _ column: Int32) -> UInt256? {
        statement.isNull(column) ? nil : UInt256(bytes: statement.bytes(column))
    }
}

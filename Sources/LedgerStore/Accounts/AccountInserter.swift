import GRDB
import Ledger

/// Puts source rows into their tables. To be used inside one GRDB access.
struct AccountInserter {
    private let findAccount, addAccount, findToken, addToken, sayToken: PreparedStatement
    private let findBlock, addBlock, findTx, addTx, fillTx, findMove, addMove: PreparedStatement
    private let chain: Chain

    init(in db: Database, chain: Chain) throws {
        self.chain = chain
        findAccount = try PreparedStatement("SELECT id FROM account WHERE bytes = ?", in: db)
        addAccount = try PreparedStatement("INSERT INTO account (bytes) VALUES (?)", in: db)
        findToken = try PreparedStatement("SELECT number FROM token WHERE contract = ?", in: db)
        addToken = try PreparedStatement("INSERT INTO token (contract) VALUES (?)", in: db)
        sayToken = try PreparedStatement(
            "UPDATE token SET symbol = coalesce(?, symbol), decimals = coalesce(?, decimals), "
                + "amounts = coalesce(?, amounts) WHERE number = ?", in: db)
        findBlock = try PreparedStatement("SELECT hash, time FROM source_block WHERE height = ?", in: db)
        addBlock = try PreparedStatement("INSERT OR REPLACE INTO source_block VALUES (?, ?, ?, ?)", in: db)
        findTx = try PreparedStatement(
            "SELECT height, position, sender, receiver, value FROM source_tx WHERE txid = ?", in: db)
        addTx = try PreparedStatement("INSERT INTO source_tx (txid, height) VALUES (?, ?)", in: db)
        fillTx = try PreparedStatement(
            """
            UPDATE source_tx SET position = coalesce(?, position), time = coalesce(?, time), sender = coalesce(?, sender),
                receiver = coalesce(?, receiver), value = coalesce(?, value), price = coalesce(?, price),
                effective = coalesce(?, effective), used = coalesce(?, used), ok = coalesce(?, ok) WHERE txid = ?
            """, in: db)
        findMove = try PreparedStatement(
            "SELECT token, sender, receiver, value FROM source_move WHERE txid = ? AND kind = ? AND seq = ?", in: db)
        addMove = try PreparedStatement("INSERT OR REPLACE INTO source_move VALUES (?, ?, ?, ?, ?, ?, ?, ?)", in: db)
    }

    func insert(_ row: AccountSource) throws {
        switch row {
        case .block(let block): try insert(block)
        case .transaction(let transaction): try insert(transaction)
        case .receipt(let receipt):
            try know(receipt.txid, receipt.height)
            try fill(receipt.txid, receipt: receipt)
        case .move(let move):
            try know(move.txid, move.height)
            if move.time != nil || move.position != nil { try fill(move.txid, position: move.position, time: move.time) }
            try insert(move)
        case .notAnAmount(let txid, let height, let log):
            try know(txid, height)
            try put(txid, .log(log), token: nil, from: nil, to: nil, value: .zero, isAmount: false)
        case .token(let token):
            let number = try number(ofToken: token.contract)
            defer { sayToken.reset() }
            if let symbol = token.symbol { try sayToken.bind(symbol, at: 1) } else { sayToken.bindNull(at: 1) }
            sayToken.bind(token.decimals.map(Int64.init), at: 2)
            sayToken.bind(token.countsAmounts.map { $0 ? 1 : 0 }, at: 3)
            sayToken.bind(number, at: 4)
            try sayToken.run()
        }
    }

    // MARK: Parts

    private func insert(_ block: AccountSource.Block) throws {
        findBlock.bind(block.height, at: 1)
        let other: (BlockHash, UInt32)? = try findBlock.next() ? (try findBlock.hash(0), findBlock.count(1)) : nil
        findBlock.reset()
        if let other, other != (block.hash, block.time) {
            throw LedgerError("Height \(block.height) has two blocks: \(chain.text(of: other.0)) and \(chain.text(of: block.hash)).")
        }
        addBlock.bind(block.height, at: 1)
        try addBlock.bind(block.hash, at: 2)
        addBlock.bind(block.time, at: 3)
        addBlock.bind(block.transactions.map(Int64.init), at: 4)
        try addBlock.run()
    }

    private func insert(_ row: AccountSource.Transaction) throws {
        try know(row.txid, row.height)
        let (from, to) = (try id(of: row.from), try id(of: row.to))
        try findTx.bind(row.txid, at: 1)
        if try findTx.next(), !findTx.isNull(2),
            findTx.integer(2) != from || findTx.integer(3) != to || findTx.bytes(4) != row.value.bytes
                || row.position.map({ !findTx.isNull(1) && findTx.count(1) != $0 }) ?? false
        {
            findTx.reset()
            throw LedgerError("Transaction \(chain.text(of: row.txid)) is here twice, and the two differ.")
        }
        findTx.reset()
        try fill(
            row.txid, position: row.position, time: row.time, from: from, to: to, value: row.value, price: row.gasPrice,
            receipt: row.receipt)
    }

    private func insert(_ move: AccountSource.Move) throws {
        let token = try move.token.map { try number(ofToken: $0) }
        let (from, to) = (try move.from.map { try id(of: $0) }, try move.to.map { try id(of: $0) })
        try put(move.txid, move.place, token: token, from: from, to: to, value: move.value, isAmount: true)
    }

    /// A log that is said to be no amount stays so, whoever else calls it one.
    private func put(
        _ txid: TxID, _ place: AccountSource.Move.Place, token: Int64?, from: Int64?, to: Int64?, value: UInt256,
        isAmount: Bool
    ) throws {
        let (kind, seq) = Self.key(place)
        try findMove.bind(txid, at: 1)
        findMove.bind(kind, at: 2)
        try findMove.bind(seq, at: 3)
        let isThere = try findMove.next()
        let isSame =
            isThere && findMove.optional(0) == token && findMove.optional(1) == from && findMove.optional(2) == to
            && findMove.bytes(3) == value.bytes
        let wasNoAmount = isThere && findMove.isNull(0) && kind == 2
        findMove.reset()
        if wasNoAmount { return }
        if isThere, isAmount, !isSame {
            throw LedgerError("Two rows tell of transaction \(chain.text(of: txid)), at one place in it, different transfers.")
        }
        try addMove.bind(txid, at: 1)
        addMove.bind(kind, at: 2)
        try addMove.bind(seq, at: 3)
        addMove.bind(token, at: 4)
        addMove.bind(from, at: 5)
        addMove.bind(to, at: 6)
        try addMove.bind(value.bytes, at: 7)
        addMove.bind(isAmount, at: 8)
        try addMove.run()
    }

    /// Four bytes a call, or eight of a log's index, the highest first: they sort as the ledger does.
    static func key(_ place: AccountSource.Move.Place) -> (kind: Int64, seq: [UInt8]) {
        switch place {
        case .trace(let calls): (1, calls.flatMap { call in (0..<4).map { UInt8(truncatingIfNeeded: call >> (24 - $0 * 8)) } })
        case .log(let index): (2, (0..<8).map { UInt8(truncatingIfNeeded: index >> (56 - $0 * 8)) })
        }
    }

    private func know(_ txid: TxID, _ height: UInt32) throws {
        try findTx.bind(txid, at: 1)
        let known: UInt32? = try findTx.next() ? findTx.count(0) : nil
        findTx.reset()
        if let known {
            guard known == height else {
                throw LedgerError("Transaction \(chain.text(of: txid)) is in block \(known) and in block \(height).")
            }
            return
        }
        try addTx.bind(txid, at: 1)
        addTx.bind(height, at: 2)
        try addTx.run()
    }

    private func fill(
        _ txid: TxID, position: UInt32? = nil, time: UInt32? = nil, from: Int64? = nil, to: Int64? = nil,
        value: UInt256? = nil, price: UInt256? = nil, receipt: AccountSource.Receipt? = nil
    ) throws {
        fillTx.bind(position.map(Int64.init), at: 1)
        fillTx.bind(time.map(Int64.init), at: 2)
        fillTx.bind(from, at: 3)
        fillTx.bind(to, at: 4)
        try fillTx.bind(value?.bytes, at: 5)
        try fillTx.bind(price?.bytes, at: 6)
        try fillTx.bind(receipt?.effectivePrice?.bytes, at: 7)
        try fillTx.bind(receipt?.gasUsed?.bytes, at: 8)
        fillTx.bind(receipt?.succeeded.map { $0 ? 1 : 0 }, at: 9)
        try fillTx.bind(txid, at: 10)
        try fillTx.run()
    }

    private func id(of address: Address) throws -> Int64 {
        for isSecond in [false, true] {
            try findAccount.bind(address.script, at: 1)
            let found = try findAccount.next() ? findAccount.integer(0) : nil
            findAccount.reset()
            if let found { return found }
            if !isSecond {
                try addAccount.bind(address.script, at: 1)
                try addAccount.run()
            }
        }
        throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "an address was not kept")
    }

    private func number(ofToken contract: Address) throws -> Int64 {
        let account = try id(of: contract)
        for isSecond in [false, true] {
            findToken.bind(account, at: 1)
            let found = try findToken.next() ? findToken.integer(0) : nil
            findToken.reset()
            if let found { return found }
            if !isSecond {
                addToken.bind(account, at: 1)
                try addToken.run()
            }
        }
        throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a token was not kept")
    }
}

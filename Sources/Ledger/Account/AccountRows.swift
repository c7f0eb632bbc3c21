import Crypto

/// A transaction of an account chain in ledger order, with its transfers: what digests and stores are made of.
public struct AccountTransactionRows: Hashable, Sendable {
    public struct Transfer: Hashable, Sendable {
        public var kind: TransferRow.Kind
        public var token: Address?
        public var from: Address?
        public var to: Address?
        public var value: UInt256
    }

    public var txid: TxID
    public var position: UInt32
    /// Nil where no source says.
    public var succeeded: Bool?
    /// In their order: value, inner transfers, logs, gas.
    public var transfers: [Transfer]

    public init(txid: TxID, position: UInt32, succeeded: Bool?, transfers: [Transfer]) {
        self.txid = txid
        self.position = position
        self.succeeded = succeeded
        self.transfers = transfers
    }

    /// Puts what sources say of one transaction into the order of DESIGN section 4. A failed one keeps its gas alone.
    ///
    /// - Parameters:
    ///   - own: what the transaction itself moves; nil where only its logs or calls are at hand.
    ///   - moves: ascending in their place; calls before logs.
    ///   - fee: gas, where it is known.
    public init(
        txid: TxID, position: UInt32, succeeded: Bool?, own: (from: Address, to: Address, value: UInt256)?,
        moves: [AccountSource.Move], fee: (payer: Address, value: UInt256)?
    ) {
        var transfers: [Transfer] = []
        if succeeded != false {
            if let own {
                transfers.append(Transfer(kind: .value, token: nil, from: own.from, to: own.to, value: own.value))
            }
            for move in moves {
                var kind = TransferRow.Kind.token
                if case .trace(let calls) = move.place {
                    // The call that a transaction begins with is its own value.
                    if calls.isEmpty, own != nil { continue }
                    kind = calls.isEmpty ? .value : .inner
                }
                transfers.append(
                    Transfer(kind: kind, token: move.token, from: move.from, to: move.to, value: move.value))
            }
        }
        transfers.removeAll { $0.value == .zero || $0.from == nil && $0.to == nil }
        if let fee, fee.value > .zero {
            transfers.append(Transfer(kind: .gas, token: nil, from: fee.payer, to: nil, value: fee.value))
        }
        self.init(txid: txid, position: position, succeeded: succeeded, transfers: transfers)
    }
}

extension LedgerDigest {
    /// The rows hash of one block of an account chain, as `docs/formats.md` lays it out. Numbers have the lowest byte first.
    ///
    ///     u32  count of transactions
    ///     for each transaction
    ///         u32       position in the block
    ///         32 bytes  id, as it is written
    ///         u8        0 failed, 1 done, 2 no source says
    ///         u32       count of transfers
    ///         for each transfer, in their order
    ///             u8        0 value, 1 inner, 2 token, 3 gas
    ///             3 times   u8 length, bytes: token contract, from, to; length 0 for the coin, newly issued, destroyed
    ///             32 bytes  value, the highest byte first
    public static func rowsHash(ofAccounts transactions: [AccountTransactionRows]) -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.append(littleEndian: UInt32(truncatingIfNeeded: transactions.count))
        for transaction in transactions {
            buffer.append(littleEndian: transaction.position)
            buffer += transaction.txid.wire.reversed()
            buffer.append(transaction.succeeded.map { $0 ? 1 : 0 } ?? 2)
            buffer.append(littleEndian: UInt32(truncatingIfNeeded: transaction.transfers.count))
            for transfer in transaction.transfers {
                buffer.append(transfer.kind.rawValue)
                for address in [transfer.token, transfer.from, transfer.to] {
                    buffer.append(UInt8(truncatingIfNeeded: address?.script.count ?? 0))
                    buffer += address?.script ?? []
                }
                buffer += transfer.value.bytes
            }
        }
        return [UInt8](SHA256.hash(data: buffer))
    }
}

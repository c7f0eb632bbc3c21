import Ledger

/// Who receives an output.
enum Destination: Hashable, Sendable {
    /// A key of a wallet of this world; the wallet may spend the output later.
    case key(wallet: WalletID, index: Int)
    /// A script that nobody here can spend.
    case script([UInt8])
}

/// A wallet's place in its world.
struct WalletID: Hashable, Sendable {
    let index: Int
}

/// A transaction to be built.
struct Payment: Sendable {
    struct Part: Sendable {
        var to: Destination
        /// Base units.
        var value: UInt64
    }

    var from: WalletID
    var parts: [Part]
    /// Coins to spend; nil leaves the choice to the wallet.
    var coins: [Wallet.Coin]?
    /// Coins of other owners that are spent besides, as a service does when it sweeps.
    var besides: [(owner: WalletID, coins: [Wallet.Coin])] = []
    /// Where the rest goes; nil follows the wallet's habit.
    var rest: Destination?
    /// Satoshi for each virtual byte.
    var feeRate: UInt64?
}

/// A transaction as it was built, for the record.
struct Sent: Sendable {
    let txid: TxID
    /// Base units.
    let fee: UInt64
    /// The output of each part, in the order of the parts.
    let parts: [Outpoint]
    /// The output that took the rest, nil when there was none.
    let rest: Outpoint?
    /// Base units; 0 when there was none.
    let restValue: UInt64
    let height: UInt32
    /// Block time, seconds since 1970.
    let time: UInt32
}

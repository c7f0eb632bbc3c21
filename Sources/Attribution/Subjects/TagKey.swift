import Ledger

/// What claims are looked up by: the bytes that an identifier stands for, whichever way it is written.
///
/// The network is not part of it: one key pair is the same party on every network that shares the form (a 20-byte
/// account on Ethereum and Arbitrum, a script on Bitcoin and Bitcoin Cash). Each claim says of which network it speaks.
public struct TagKey: Hashable, Sendable {
    /// How `bytes` are to be read; its raw value stands before them in the store.
    public enum Form: UInt8, Hashable, Sendable {
        /// A canonical locking script.
        case script = 1
        /// The 20 bytes of an account of Ethereum and its like.
        case account = 2
        /// A transaction id, in wire order.
        case transaction = 3
        /// The payload behind a checksum or encoding of another network.
        case payload = 4
        /// No codec knows it: the characters as written, in UTF-8.
        case verbatim = 5
    }

    public let form: Form
    public let bytes: [UInt8]

    public init(_ form: Form, _ bytes: [UInt8]) {
        self.form = form
        self.bytes = bytes
    }

    public init(_ address: Address) { self.init(.script, address.script) }
    /// The key of an address of `chain`: on account chains its 20 bytes.
    public init(_ address: Address, on chain: Chain) {
        self.init(chain.kind == .balances ? .account : .script, address.script)
    }

    public init(_ transaction: TxID) { self.init(.transaction, transaction.wire) }

    /// The form and the bytes in one: what a store sorts by.
    public var packed: [UInt8] { [form.rawValue] + bytes }
}

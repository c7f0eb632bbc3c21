/// An address of any network in the one form that all its spellings share.
///
/// A ledger's own addresses are `Address` values. This is for what lists, tags and people write, of networks that this
/// build may hold no ledger of.
public struct AddressReading: Hashable, Sendable {
    /// How far the text proves itself.
    public enum Check: String, Hashable, Sendable {
        /// Its checksum matches.
        case checksum
        /// It has the form that the rule asks for; the form has no checksum.
        case form
    }

    /// What the text stands for, however it is spelt.
    public enum Identity: Hashable, Sendable {
        /// A locking script: the same on every network that descends from Bitcoin.
        case script([UInt8])
        /// The 20 bytes of an account of Ethereum and its like.
        case account([UInt8])
        /// What the checksum or encoding of another network wraps.
        case payload([UInt8])
    }

    /// `bitcoin`, `ethereum`, ...
    public let chain: String
    /// The one form. The same account may have the same text on several networks.
    public let text: String
    public let identity: Identity
    public let check: Check

    public init(chain: String, text: String, identity: Identity, check: Check) {
        self.chain = chain
        self.text = text
        self.identity = identity
        self.check = check
    }
}

/// What one network's rule says of a text.
public struct AddressVerdict: Sendable {
    public let format: AddressFormat
    /// The address, or why the text is none of this network.
    public let result: Result<AddressReading, AddressError>
}

extension AddressReading {
    /// What `text` can be: the verdict of every network's rule, in the order of `AddressFormat.all`.
    public static func verdicts(on text: String) -> [AddressVerdict] {
        AddressFormat.all.map { format in
            AddressVerdict(format: format, result: Result { () throws(AddressError) in try format.read(text) })
        }
    }
}

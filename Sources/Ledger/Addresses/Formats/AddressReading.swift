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
        /// No rule was applied, or the rule refused it: the text is kept as it was written.
        case unverified
    }

    /// What the text stands for, however it is spelt.
    public enum Identity: Hashable, Sendable {
        /// A locking script: the same on every network that descends from Bitcoin.
        case script([UInt8])
        /// The 20 bytes of an account of Ethereum and its like.
        case account([UInt8])
        /// What the checksum or encoding of another network wraps.
        case payload([UInt8])
        /// Nothing but its characters.
        case verbatim
    }

    /// `bitcoin`, `ethereum`, ...; what the source called the currency, in lower case, where no rule is known.
    public let chain: String
    /// The one form. The same account may have the same text on several networks.
    public let text: String
    public let identity: Identity
    public let check: Check
    /// Why the text is unverified, as the end of a sentence that begins with it; nil where it is not.
    public let reason: String?

    public init(chain: String, text: String, identity: Identity, check: Check, reason: String? = nil) {
        self.chain = chain
        self.text = text
        self.identity = identity
        self.check = check
        self.reason = reason
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
    ///
    /// With `currency`, a ticker or network name as lists write it, only the rules of its networks are asked; none for a
    /// currency that this build has no rule for.
    public static func verdicts(on text: String, currency: String? = nil) -> [AddressVerdict] {
        let formats = currency.map { AddressFormat.named($0) } ?? AddressFormat.all
        return formats.map { format in
            AddressVerdict(format: format, result: Result { () throws(AddressError) in try format.read(text) })
        }
    }

    /// What `text` is among the networks of `currency`: the first whose rule accepts it. Never fails: a text that no rule
    /// accepts, or a currency without a rule, is kept as it was written, unverified, with the reason.
    public static func read(_ text: String, currency: String) -> AddressReading {
        let formats = AddressFormat.named(currency)
        var refusal: AddressError?
        for format in formats {
            do throws(AddressError) { return try format.read(text) } catch { refusal = refusal ?? error }
        }
        let reason = refusal?.reason ?? "is of a currency that this build has no rule for"
        return AddressReading(
            chain: formats.first?.chain ?? currency.lowercased(), text: text, identity: .verbatim, check: .unverified,
            reason: reason)
    }
}

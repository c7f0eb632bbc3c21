/// The kinds of locking script a simulated wallet uses.
public enum ScriptStyle: String, CaseIterable, Sendable {
    case payToKeyHash = "p2pkh"
    /// BIP 141 key hash behind a script hash.
    case nestedKeyHash = "p2sh-p2wpkh"
    /// Two of three keys behind a script hash.
    case multisig = "p2sh-2-of-3"
    case witnessKeyHash = "p2wpkh"
    /// Two of three keys behind a witness script hash.
    case witnessMultisig = "p2wsh-2-of-3"
    /// Key path only.
    case taproot = "p2tr"
}

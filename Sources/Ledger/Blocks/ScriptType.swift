/// The form of a locking script, by the names that documents and the command line use.
public enum ScriptType: String, Hashable, Sendable, CaseIterable {
    /// Pay to public key: the key stands in the script. Counted under the address of the key's hash.
    case p2pk
    /// Pay to public-key hash.
    case p2pkh
    /// Pay to script hash (BIP 16).
    case p2sh
    /// Pay to witness public-key hash (BIP 141).
    case p2wpkh
    /// Pay to witness script hash (BIP 141).
    case p2wsh
    /// Pay to taproot (BIP 341).
    case p2tr
    /// A witness program that no rule gives a meaning yet (BIP 141): version 1 and up, other than taproot.
    case witnessUnknown = "witness-unknown"
    /// Bare multisig: m of n keys that stand in the script. It has keys and no address.
    case multisig
    /// Carries data and can never be spent.
    case opReturn = "op-return"
    /// Everything else.
    case nonStandard = "non-standard"
}

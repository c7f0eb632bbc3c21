/// Who may spend an output, as the locking script says it. A payload, never text.
///
/// Two scripts with the same address text are the same address: a pay-to-public-key output counts under its key's
/// pay-to-public-key-hash script.
public struct Address: Hashable, Sendable {
    /// The canonical locking script.
    public let script: [UInt8]

    /// `script` must be canonical; `LockingScript.address` makes it so.
    public init(canonicalScript script: [UInt8]) { self.script = script }
}

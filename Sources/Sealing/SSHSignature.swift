import Crypto

/// A signature that `ssh-keygen -Y verify` accepts (OpenSSH's PROTOCOL.sshsig, version 1), over SHA-512.
public struct SSHSignature: Hashable, Sendable {
    /// The key that signed.
    public let key: SSHPublicKey
    /// What the signature is for, so that one made for something else cannot be shown instead.
    public let namespace: String
    private let raw: [UInt8]

    private static let magic = Array("SSHSIG".utf8)
    private static let label = "SSH SIGNATURE"

    /// Signs `message`.
    public static func sign(
        _ message: [UInt8], namespace: String, with key: SSHPrivateKey
    ) throws(SealingError) -> SSHSignature {
        let raw = try key.signature(of: signed(message, namespace))
        return SSHSignature(key: key.publicKey, namespace: namespace, raw: raw)
    }

    private init(key: SSHPublicKey, namespace: String, raw: [UInt8]) {
        self.key = key
        self.namespace = namespace
        self.raw = raw
    }

    /// Reads the armoured form; throws where it is damaged or of another algorithm.
    public init(_ text: String) throws(SealingError) {
        guard let bytes = Armour.bytes(text, Self.label) else { throw SealingError("This is no signature of ssh-keygen -Y.") }
        var reader = SSHReader(bytes)
        guard reader.take(Self.magic), reader.number() == 1, let blob = reader.string(), let namespace = reader.text(),
            reader.string() == [], let hash = reader.text(), let signature = reader.string(), reader.isAtEnd
        else { throw SealingError("The signature is cut short or damaged.") }
        var inner = SSHReader(signature)
        guard hash == "sha512", let key = SSHPublicKey(blob: blob), inner.text() == SSHPublicKey.type,
            let raw = inner.string(), raw.count == 64, inner.isAtEnd
        else { throw SealingError("The signature is not by an Ed25519 key over SHA-512.") }
        self.init(key: key, namespace: namespace, raw: raw)
    }

    /// The armoured form, as ssh-keygen writes it.
    public var text: String {
        let bytes =
            Self.magic + SSHWire.number(1) + SSHWire.string(key.blob) + SSHWire.string(namespace) + SSHWire.string([])
            + SSHWire.string("sha512") + SSHWire.string(SSHWire.string(SSHPublicKey.type) + SSHWire.string(raw))
        return Armour.text(bytes, Self.label, width: 70)
    }

    /// True when `key` signed exactly `message` for this namespace. Whether the key may be trusted is for people to say.
    public func isValid(for message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key.bytes) else { return false }
        return key.isValidSignature(raw, for: Self.signed(message, namespace))
    }

    private static func signed(_ message: [UInt8], _ namespace: String) -> [UInt8] {
        magic + SSHWire.string(namespace) + SSHWire.string([]) + SSHWire.string("sha512")
            + SSHWire.string([UInt8](SHA512.hash(data: message)))
    }
}

import Crypto
import Foundation

/// An Ed25519 key in the format of OpenSSH: what `ssh-keygen -t ed25519` writes.
public struct SSHPublicKey: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]
    /// What the key file says about its owner.
    public let comment: String

    static let type = "ssh-ed25519"

    public init(bytes: [UInt8], comment: String = "") {
        self.bytes = bytes
        self.comment = comment
    }

    /// Reads `ssh-ed25519 AAAA... comment`.
    public init(_ line: String) throws(SealingError) {
        let parts = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
        guard parts.count >= 2, parts[0] == Self.type, let blob = Data(base64Encoded: String(parts[1])),
            let key = SSHPublicKey(blob: [UInt8](blob))
        else { throw SealingError("This is no Ed25519 public key of OpenSSH; make one with ssh-keygen -t ed25519.") }
        bytes = key.bytes
        comment = parts.count > 2 ? parts[2].trimmingCharacters(in: .whitespacesAndNewlines) : ""
    }

    init?(blob: [UInt8]) {
        var reader = SSHReader(blob)
        guard reader.text() == Self.type, let key = reader.string(), key.count == 32, reader.isAtEnd else { return nil }
        self.init(bytes: key)
    }

    var blob: [UInt8] { SSHWire.string(Self.type) + SSHWire.string(bytes) }

    /// `ssh-ed25519 AAAA... comment`
    public var line: String {
        "\(Self.type) \(Data(blob).base64EncodedString())" + (comment.isEmpty ? "" : " \(comment)")
    }

    /// `SHA256:...`, as ssh-keygen -l prints it.
    public var fingerprint: String {
        let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
        return "SHA256:" + digest.trimmingCharacters(in: CharacterSet(charactersIn: "="))
    }
}

/// The secret half of such a key.
public struct SSHPrivateKey: Sendable {
    /// The half to give away.
    public let publicKey: SSHPublicKey
    private let key: Curve25519.Signing.PrivateKey

    private static let magic = Array("openssh-key-v1\0".utf8)
    private static let label = "OPENSSH PRIVATE KEY"

    /// Makes a new key.
    public init(comment: String) {
        key = Curve25519.Signing.PrivateKey()
        publicKey = SSHPublicKey(bytes: [UInt8](key.publicKey.rawRepresentation), comment: comment)
    }

    /// Reads what OpenSSH writes (PROTOCOL.key). Keys behind a passphrase are refused: they are encrypted with bcrypt,
    /// which Clew does not have; a copy without one is made by `ssh-keygen -p -N "" -f COPY`.
    public init(_ text: String) throws(SealingError) {
        guard let bytes = Armour.bytes(text, Self.label) else {
            throw SealingError("This is no private key of OpenSSH: it does not begin with BEGIN OPENSSH PRIVATE KEY.")
        }
        var reader = SSHReader(bytes)
        guard reader.take(Self.magic), let cipher = reader.text(), let derivation = reader.text(),
            reader.string() != nil, let count = reader.number(), let blob = reader.string(), let secret = reader.string()
        else { throw SealingError("The private key is cut short or damaged.") }
        guard cipher == "none", derivation == "none" else {
            throw SealingError(
                "The private key is protected by a passphrase (\(cipher)), which Clew cannot open. Make a copy without one: "
                    + "ssh-keygen -p -N \"\" -f COPY.")
        }
        guard count == 1 else { throw SealingError("The file holds \(count) keys; one is expected.") }
        var inner = SSHReader(secret)
        guard let check = inner.number(), check == inner.number(), inner.text() == SSHPublicKey.type,
            let known = inner.string(), let pair = inner.string(), pair.count == 64, let comment = inner.text(),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: pair.prefix(32)),
            [UInt8](key.publicKey.rawRepresentation) == known, Array(pair.suffix(32)) == known,
            SSHPublicKey(blob: blob)?.bytes == known
        else { throw SealingError("The private key is no Ed25519 key, or damaged. Make one with ssh-keygen -t ed25519.") }
        self.key = key
        publicKey = SSHPublicKey(bytes: known, comment: comment)
    }

    /// The file that OpenSSH reads; keep it with mode 0600.
    public var text: String {
        let check: [UInt8] = (0..<4).map { _ in UInt8.random(in: 0...255) }
        var secret = check + check + SSHWire.string(SSHPublicKey.type) + SSHWire.string(publicKey.bytes)
        secret += SSHWire.string([UInt8](key.rawRepresentation) + publicKey.bytes) + SSHWire.string(publicKey.comment)
        var padding: UInt8 = 1
        while secret.count % 8 != 0 {
            secret.append(padding)
            padding += 1
        }
        let bytes =
            Self.magic + SSHWire.string("none") + SSHWire.string("none") + SSHWire.string([]) + SSHWire.number(1)
            + SSHWire.string(publicKey.blob) + SSHWire.string(secret)
        return Armour.text(bytes, Self.label, width: 70)
    }

    func signature(of bytes: [UInt8]) throws(SealingError) -> [UInt8] {
        do { return [UInt8](try key.signature(for: bytes)) } catch {
            throw SealingError("The key did not sign: \(error).")
        }
    }
}

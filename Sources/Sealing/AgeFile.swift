import Crypto
import CryptoExtras
import Foundation

/// Encryption as age v1 (age-encryption.org/v1), so that the program `age` opens what Clew seals and the other way round.
public enum AgeFile {
    /// To whom a file is encrypted.
    public enum Recipient: Sendable {
        /// A passphrase; N = 2^`work`. The only recipient of its file, as age demands.
        case passphrase(String, work: Int = 18)
        /// `age1...`
        case key(AgePublicKey)
    }

    /// With what a file is opened.
    public enum Identity: Sendable {
        case passphrase(String)
        case key(AgePrivateKey)
    }

    /// The largest scrypt work factor that is taken from a file: more would let a stranger's file stop the machine.
    static let workLimit = 22
    private static let chunk = 64 * 1024
    private static let version = "age-encryption.org/v1"

    /// A sealed file together with what it takes to check it once more, which only the one who sealed it has.
    public struct Sealed: Sendable {
        /// The file.
        public let bytes: [UInt8]
        fileprivate let fileKey: [UInt8]
        fileprivate let passphrase: String?
    }

    /// Encrypts `plain` to every recipient.
    public static func seal(_ plain: [UInt8], to recipients: [Recipient]) throws(SealingError) -> [UInt8] {
        try sealed(plain, to: recipients).bytes
    }

    /// Opens a file that was just written with what sealing it left behind: by the passphrase where there was one, else by
    /// the file's own key, since the recipients' secret keys are not here.
    public static func open(_ written: [UInt8], with sealed: Sealed) throws(SealingError) -> [UInt8] {
        if let passphrase = sealed.passphrase { return try open(written, with: [.passphrase(passphrase)]) }
        return try open(written, AgeHeader(written), sealed.fileKey)
    }

    /// Encrypts `plain` to every recipient, and keeps what it takes to check the file after it was written.
    public static func sealed(_ plain: [UInt8], to recipients: [Recipient]) throws(SealingError) -> Sealed {
        guard !recipients.isEmpty else { throw SealingError("An archive needs a passphrase or a recipient.") }
        let hasPassphrase = recipients.contains { if case .passphrase = $0 { true } else { false } }
        guard !hasPassphrase || recipients.count == 1 else {
            throw SealingError("A file is sealed with a passphrase or for keys, not both: age does not allow it.")
        }
        let fileKey = random(16)
        var header = version + "\n"
        for recipient in recipients { header += try AgeStanza.wrap(fileKey, to: recipient).text }
        header += "---"
        let tag = HMAC<SHA256>.authenticationCode(for: Array(header.utf8), using: headerKey(fileKey))
        header += " \(AgeStanza.encoded([UInt8](tag)))\n"
        let nonce = random(16)
        let bytes = Array(header.utf8) + nonce + (try payload(plain, payloadKey(fileKey, nonce)))
        let passphrase: String? = if case .passphrase(let text, _)? = recipients.first { text } else { nil }
        return Sealed(bytes: bytes, fileKey: fileKey, passphrase: passphrase)
    }

    /// Decrypts a file with the first identity that fits. Throws with a sentence where none does, or where a byte of the
    /// file was changed: then nothing of it is answered.
    public static func open(_ sealed: [UInt8], with identities: [Identity]) throws(SealingError) -> [UInt8] {
        let header = try AgeHeader(sealed)
        return try open(sealed, header, try fileKey(of: header, with: identities))
    }

    /// Encrypts `plain` to those for whom `file` was sealed, whoever they are: header and file key stay, the payload has a
    /// nonce and so a key of its own. `identities` must open `file`, which must hold.
    public static func resealed(
        _ plain: [UInt8], as file: [UInt8], with identities: [Identity]
    ) throws(SealingError) -> [UInt8] {
        let header = try AgeHeader(file)
        let fileKey = try fileKey(of: header, with: identities)
        _ = try open(file, header, fileKey)
        let nonce = random(16)
        return Array(file[..<header.end]) + nonce + (try payload(plain, payloadKey(fileKey, nonce)))
    }

    private static func fileKey(of header: AgeHeader, with identities: [Identity]) throws(SealingError) -> [UInt8] {
        for identity in identities {
            for stanza in header.stanzas {
                if let key = try stanza.unwrap(with: identity, isAlone: header.stanzas.count == 1) { return key }
            }
        }
        throw SealingError("The passphrase or key does not open this file.")
    }

    private static func open(
        _ sealed: [UInt8], _ header: AgeHeader, _ fileKey: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        guard HMAC<SHA256>.isValidAuthenticationCode(
            header.tag, authenticating: header.signed, using: headerKey(fileKey))
        else { throw SealingError("The header of the file was changed after it was sealed.") }
        let rest = sealed[header.end...]
        guard rest.count >= 16 + 16 else { throw SealingError("The file is cut short.") }
        let key = payloadKey(fileKey, Array(rest.prefix(16)))
        var plain: [UInt8] = []
        var place = rest.startIndex + 16
        var counter: UInt64 = 0
        while true {
            let end = min(place + chunk + 16, rest.endIndex)
            let isLast = end == rest.endIndex
            guard end - place >= 16, counter == 0 || end - place > 16,
                let box = try? ChaChaPoly.SealedBox(
                    nonce: nonce(counter, isLast), ciphertext: rest[place..<(end - 16)], tag: rest[(end - 16)..<end]),
                let piece = try? ChaChaPoly.open(box, using: key)
            else { throw SealingError("The file was changed or cut after it was sealed, at byte \(place).") }
            plain += piece
            place = end
            counter += 1
            if isLast { return plain }
        }
    }

    private static func payload(_ plain: [UInt8], _ key: SymmetricKey) throws(SealingError) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(plain.count + plain.count / chunk * 16 + 32)
        var place = 0
        var counter: UInt64 = 0
        repeat {
            let end = min(place + chunk, plain.count)
            do {
                let box = try ChaChaPoly.seal(
                    plain[place..<end], using: key, nonce: nonce(counter, end == plain.count))
                out += box.ciphertext
                out += box.tag
            } catch { throw SealingError("Encryption failed: \(error).") }
            place = end
            counter += 1
        } while place < plain.count
        return out
    }

    /// Eleven bytes of counter, and whether it is the last piece.
    private static func nonce(_ counter: UInt64, _ isLast: Bool) throws -> ChaChaPoly.Nonce {
        let bytes: [UInt8] = [0, 0, 0] + (0..<8).map { UInt8(counter >> (56 - 8 * UInt64($0)) & 255) } + [isLast ? 1 : 0]
        return try ChaChaPoly.Nonce(data: bytes)
    }

    private static func headerKey(_ fileKey: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: fileKey), info: Array("header".utf8), outputByteCount: 32)
    }

    private static func payloadKey(_ fileKey: [UInt8], _ nonce: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: fileKey), salt: nonce, info: Array("payload".utf8), outputByteCount: 32)
    }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// An X25519 key to encrypt to, as `age-keygen` prints it.
public struct AgePublicKey: Hashable, Sendable {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads `age1...`.
    public init(_ text: String) throws(SealingError) {
        guard let bytes = Bech32Text.bytes(text, prefix: "age"), bytes.count == 32 else {
            throw SealingError("This is no recipient of age: one begins with age1 and comes from age-keygen.")
        }
        self.bytes = bytes
    }

    /// `age1...`
    public var text: String { Bech32Text.text(bytes, prefix: "age") }
}

/// The secret half.
public struct AgePrivateKey: Sendable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// Makes a new key.
    public init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// Reads `AGE-SECRET-KEY-1...`, alone or in a file of age-keygen.
    public init(_ text: String) throws(SealingError) {
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("AGE-SECRET-KEY-1") }
        guard let line, let bytes = Bech32Text.bytes(String(line), prefix: "age-secret-key-"), bytes.count == 32,
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw SealingError("This is no identity of age: one begins with AGE-SECRET-KEY-1 and comes from age-keygen.") }
        self.key = key
    }

    /// `AGE-SECRET-KEY-1...`
    public var text: String { Bech32Text.text([UInt8](key.rawRepresentation), prefix: "age-secret-key-").uppercased() }

    /// The half to give away.
    public var publicKey: AgePublicKey { AgePublicKey(bytes: [UInt8](key.publicKey.rawRepresentation)) }
}

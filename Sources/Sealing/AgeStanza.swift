import Crypto
import CryptoExtras
import Foundation

/// One recipient's line of an age header: the file's key, wrapped for that recipient.
struct AgeStanza: Hashable, Sendable {
    var arguments: [String]
    var body: [UInt8]

    private static let keyInfo = Array("age-encryption.org/v1/X25519".utf8)
    private static let passphraseLabel = Array("age-encryption.org/v1/scrypt".utf8)

    /// Base64 without padding, as everywhere in age.
    static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().trimmingCharacters(in: CharacterSet(charactersIn: "="))
    }

    /// Reads it back; nil where the last digit has bits that encode nothing, or padding is there.
    static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        let padded = String(text) + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard !text.contains("="), let data = Data(base64Encoded: padded), encoded([UInt8](data)) == text else { return nil }
        return [UInt8](data)
    }

    /// `-> X25519 ...`, then the body in lines of 64, the last of them shorter.
    var text: String {
        var lines = "-> \(arguments.joined(separator: " "))\n"
        var rest = Self.encoded(body)[...]
        while rest.utf8.count >= 64 {
            lines += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return lines + rest + "\n"
    }

    static func wrap(_ fileKey: [UInt8], to recipient: AgeFile.Recipient) throws(SealingError) -> AgeStanza {
        do {
            switch recipient {
            case .passphrase(let passphrase, let work):
                guard !passphrase.isEmpty else { throw SealingError("The passphrase is empty.") }
                let salt = AgeFile.random(16)
                let key = try scrypt(passphrase, salt, work)
                return AgeStanza(
                    arguments: ["scrypt", encoded(salt), "\(work)"], body: try sealed(fileKey, key))
            case .key(let recipient):
                let ephemeral = Curve25519.KeyAgreement.PrivateKey()
                let share = [UInt8](ephemeral.publicKey.rawRepresentation)
                let shared = try ephemeral.sharedSecretFromKeyAgreement(
                    with: try Curve25519.KeyAgreement.PublicKey(rawRepresentation: recipient.bytes))
                let key = shared.hkdfDerivedSymmetricKey(
                    using: SHA256.self, salt: share + recipient.bytes, sharedInfo: keyInfo, outputByteCount: 32)
                return AgeStanza(arguments: ["X25519", encoded(share)], body: try sealed(fileKey, key))
            }
        } catch let error as SealingError { throw error } catch { throw SealingError("Encryption failed: \(error).") }
    }

    /// The file's key; nil when this stanza is not for that identity.
    func unwrap(with identity: AgeFile.Identity, isAlone: Bool) throws(SealingError) -> [UInt8]? {
        switch (identity, arguments.first) {
        case (.passphrase(let passphrase), "scrypt"?):
            guard isAlone, arguments.count == 3, let salt = Self.decoded(arguments[1]), salt.count == 16,
                let work = Int(arguments[2]), String(work) == arguments[2], body.count == 32
            else { throw SealingError("The header of the file is damaged.") }
            guard (1...AgeFile.workLimit).contains(work) else {
                throw SealingError("The file asks for 2^\(work) rounds of scrypt; at most 2^\(AgeFile.workLimit) are done.")
            }
            do { return Self.opened(body, try Self.scrypt(passphrase, salt, work)) } catch {
                throw SealingError("The passphrase could not be tried: \(error).")
            }
        case (.key(let identity), "X25519"?):
            guard arguments.count == 2, let share = Self.decoded(arguments[1]), share.count == 32, body.count == 32,
                let ephemeral = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: share)
            else { throw SealingError("The header of the file is damaged.") }
            guard let shared = try? identity.key.sharedSecretFromKeyAgreement(with: ephemeral) else { return nil }
            let key = shared.hkdfDerivedSymmetricKey(
                using: SHA256.self, salt: share + identity.publicKey.bytes, sharedInfo: Self.keyInfo, outputByteCount: 32)
            return Self.opened(body, key)
        default: return nil
        }
    }

    private static func scrypt(_ passphrase: String, _ salt: [UInt8], _ work: Int) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(passphrase.utf8), salt: passphraseLabel + salt, outputByteCount: 32, rounds: 1 << work,
            blockSize: 8, parallelism: 1, maxMemory: nil)
    }

    private static func sealed(_ fileKey: [UInt8], _ key: SymmetricKey) throws -> [UInt8] {
        let box = try ChaChaPoly.seal(fileKey, using: key, nonce: try ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)))
        return [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    private static func opened(_ body: [UInt8], _ key: SymmetricKey) -> [UInt8]? {
        guard let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
            let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: body.prefix(16), tag: body.suffix(16)),
            let key = try? ChaChaPoly.open(box, using: key)
        else { return nil }
        return [UInt8](key)
    }
}

/// The header of an age file, read strictly.
struct AgeHeader {
    var stanzas: [AgeStanza] = []
    /// The bytes that the tag covers.
    var signed: [UInt8] = []
    var tag: [UInt8] = []
    /// Where the payload begins.
    var end = 0

    /// Bytes of a header that are read.
    private static let limit = 1 << 20

    init(_ bytes: [UInt8]) throws(SealingError) {
        var lines = Lines(bytes: bytes)
        guard lines.next() == "age-encryption.org/v1" else { throw SealingError("This is no age file of version 1.") }
        while true {
            let start = lines.place
            guard let line = lines.next(), lines.place < Self.limit else { throw SealingError("The header is cut short.") }
            if line.hasPrefix("--- ") {
                guard let tag = AgeStanza.decoded(line.dropFirst(4)), tag.count == 32, !stanzas.isEmpty else {
                    throw SealingError("The header of the file is damaged.")
                }
                self.tag = tag
                signed = Array(bytes[..<(start + 3)])
                end = lines.place
                return
            }
            guard line.hasPrefix("-> ") else { throw SealingError("The header of the file is damaged.") }
            var text = ""
            while true {
                guard let line = lines.next(), line.utf8.count <= 64 else {
                    throw SealingError("The header of the file is damaged.")
                }
                text += line
                if line.utf8.count < 64 { break }
            }
            guard let body = AgeStanza.decoded(text) else { throw SealingError("The header of the file is damaged.") }
            stanzas.append(
                AgeStanza(arguments: line.dropFirst(3).split(separator: " ").map(String.init), body: body))
        }
    }

    private struct Lines {
        let bytes: [UInt8]
        var place = 0

        /// The next line of ASCII without its newline.
        mutating func next() -> String? {
            guard let end = bytes[place...].prefix(AgeHeader.limit).firstIndex(of: 0x0A),
                bytes[place..<end].allSatisfy({ (0x20..<0x7F).contains($0) })
            else { return nil }
            defer { place = end + 1 }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }
    }
}

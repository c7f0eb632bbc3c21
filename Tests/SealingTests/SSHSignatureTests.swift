import Foundation
import Sealing
import Support
import Testing

@Suite("Signatures of OpenSSH")
struct SSHSignatureTests {
    private let message = Array("The journal had 412 events.\n".utf8)

    @Test("are accepted by ssh-keygen -Y verify, for the right bytes, name and namespace only",
        .enabled(if: Program.isPresent("ssh-keygen"), "\(Program.absent("ssh-keygen"))"))
    func sshKeygen() throws {
        let folder = try ScratchFolder()
        let key = SSHPrivateKey(comment: "mk@desk-7")
        let signature = try SSHSignature.sign(message, namespace: "clew-checkpoint", with: key)
        try signature.text.write(toFile: folder.file("sig"), atomically: true, encoding: .utf8)
        try "mk \(key.publicKey.line)\n".write(toFile: folder.file("allowed"), atomically: true, encoding: .utf8)
        func verify(_ bytes: [UInt8], namespace: String = "clew-checkpoint", name: String = "mk") throws -> Int32 {
            try Program.run(
                ["ssh-keygen", "-Y", "verify", "-f", folder.file("allowed"), "-I", name, "-n", namespace, "-s", folder.file("sig")],
                input: bytes
            ).status
        }
        #expect(try verify(message) == 0)
        #expect(try verify(message + [1]) != 0)
        #expect(try verify(message, namespace: "file") != 0)
        #expect(try verify(message, name: "ab") != 0)
    }

    @Test("made by ssh-keygen with its own key are read and verified",
        .enabled(if: Program.isPresent("ssh-keygen"), "\(Program.absent("ssh-keygen"))"))
    func theirs() throws {
        let folder = try ScratchFolder()
        let path = folder.file("id")
        try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ab@desk", "-f", path])
        let key = try SSHPrivateKey(String(contentsOfFile: path, encoding: .utf8))
        #expect(key.publicKey.line + "\n" == (try String(contentsOfFile: path + ".pub", encoding: .utf8)))
        #expect(try Program.run(["ssh-keygen", "-l", "-f", path]).output.contains(key.publicKey.fingerprint))
        try Data(message).write(to: URL(fileURLWithPath: folder.file("m")))
        try Program.run(["ssh-keygen", "-q", "-Y", "sign", "-f", path, "-n", "clew-checkpoint", folder.file("m")])
        let signature = try SSHSignature(String(contentsOfFile: folder.file("m.sig"), encoding: .utf8))
        #expect(signature.isValid(for: message))
        #expect(signature.key.bytes == key.publicKey.bytes)
        #expect(try SSHSignature(signature.text) == signature)
        // A key that Clew makes is one that OpenSSH reads.
        let own = SSHPrivateKey(comment: "new")
        try own.text.write(toFile: folder.file("own"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("own"))
        #expect(try Program.run(["ssh-keygen", "-y", "-f", folder.file("own")]).output == own.publicKey.line + "\n")
        // One behind a passphrase is refused with what to do.
        try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", folder.file("locked")])
        let error = #expect(throws: SealingError.self) {
            try SSHPrivateKey(String(contentsOfFile: folder.file("locked"), encoding: .utf8))
        }
        #expect(error?.sentence.contains("ssh-keygen -p") == true)
    }

    @Test("whose last digit is another one for the same bytes are refused")
    func spareBits() throws {
        let text = try SSHSignature.sign(message, namespace: "clew-checkpoint", with: SSHPrivateKey(comment: "")).text
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let end = try #require(text.range(of: "\n-----END")).lowerBound
        let last = try #require(text[..<end].lastIndex { digits.contains($0) })
        #expect(text[text.index(after: last)] == "=", "no bits are to spare")
        for digit in digits where digit != text[last] {
            let other = text.replacingCharacters(in: last...last, with: String(digit))
            #expect((try? SSHSignature(other))?.isValid(for: message) != true, "\(digit)")
        }
    }

    @Test("with any bit changed are refused")
    func flippedBits() throws {
        let key = SSHPrivateKey(comment: "")
        let text = try SSHSignature.sign(message, namespace: "n", with: key).text
        let lines = text.split(separator: "\n")
        let bytes = [UInt8](Data(base64Encoded: lines.dropFirst().dropLast().joined()) ?? Data())
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                let armour = "-----BEGIN SSH SIGNATURE-----\n\(Data(changed).base64EncodedString())\n-----END SSH SIGNATURE-----\n"
                let signature = try? SSHSignature(armour)
                #expect(signature?.isValid(for: message) != true || signature?.key.bytes != key.publicKey.bytes)
            }
        }
        for length in 0..<text.utf8.count - 1 {
            let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            #expect((try? SSHSignature(cut))?.isValid(for: message) != true)
        }
    }
}

@Suite("Time stamps")
struct TimeStampTests {
    @Test("requests are answered by a real authority, and its answers verify",
        .enabled(if: Program.isPresent("openssl"), "\(Program.absent("openssl"))"))
    func openssl() throws {
        let folder = try ScratchFolder()
        let message = Array("The journal had 412 events.\n".utf8)
        try Data(message).write(to: URL(fileURLWithPath: folder.file("m")))
        let authority = try TimeStampAuthority(in: folder.path)
        for nonce: [UInt8] in [[1, 2, 3, 4, 5, 6, 7, 8], [0xFF, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0x80]] {
            try Data(TimeStamp.request(for: message, nonce: nonce)).write(to: URL(fileURLWithPath: folder.file("m.tsq")))
            try authority.answer(folder.file("m.tsq"), to: folder.file("m.tsr"))
            let answer = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("m.tsr"))))
            #expect(TimeStamp.answer(answer, names: message))
            #expect(!TimeStamp.answer(answer, names: message + [1]))
            let verify = try Program.run([
                "openssl", "ts", "-verify", "-data", folder.file("m"), "-in", folder.file("m.tsr"), "-CAfile",
                authority.certificate,
            ])
            #expect(verify.status == 0, "\(verify.errors)")
            let query = try Program.run([
                "openssl", "ts", "-verify", "-queryfile", folder.file("m.tsq"), "-in", folder.file("m.tsr"), "-CAfile",
                authority.certificate,
            ])
            #expect(query.status == 0, "\(query.errors)")
        }
    }
}

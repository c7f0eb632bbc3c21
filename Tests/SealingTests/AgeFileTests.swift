import Foundation
import Sealing
import Support
import Testing

@Suite("Files of age")
struct AgeFileTests {
    private static let sizes = [0, 1, 63, 65_535, 65_536, 65_537, 131_072, 200_000]

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

    @Test("open again, whatever their length", arguments: sizes)
    func roundTrip(size: Int) throws {
        let key = AgePrivateKey()
        let other = AgePrivateKey()
        let plain = bytes(size)
        let sealed = try AgeFile.seal(plain, to: [.key(other.publicKey), .key(key.publicKey)])
        #expect(try AgeFile.open(sealed, with: [.key(key)]) == plain)
        #expect(try AgeFile.open(sealed, with: [.passphrase("x"), .key(other)]) == plain)
        #expect(throws: SealingError.self) { try AgeFile.open(sealed, with: [.key(AgePrivateKey())]) }
        let locked = try AgeFile.seal(plain, to: [.passphrase("correct horse", work: 10)])
        #expect(try AgeFile.open(locked, with: [.passphrase("correct horse")]) == plain)
        #expect(throws: SealingError.self) { try AgeFile.open(locked, with: [.passphrase("battery staple")]) }
        let again = try AgeFile.sealed(plain, to: [.key(key.publicKey)])
        #expect(try AgeFile.open(again.bytes, with: again) == plain)
    }

    @Test("are opened by age, and age's are opened here", .enabled(if: Program.isPresent("age"), "\(Program.absent("age"))"),
        arguments: sizes)
    func age(size: Int) throws {
        let folder = try ScratchFolder()
        let plain = bytes(size)
        #expect(try Program.run(["age-keygen", "-o", folder.file("id")]).status == 0)
        let key = try AgePrivateKey(String(contentsOfFile: folder.file("id"), encoding: .utf8))
        #expect(try String(contentsOfFile: folder.file("id"), encoding: .utf8).contains(key.text))
        #expect(try String(contentsOfFile: folder.file("id"), encoding: .utf8).contains(key.publicKey.text))
        try Data(try AgeFile.seal(plain, to: [.key(try AgePublicKey(key.publicKey.text))]))
            .write(to: URL(fileURLWithPath: folder.file("a.age")))
        let opened = try Program.run(["age", "-d", "-i", folder.file("id"), "-o", folder.file("a"), folder.file("a.age")])
        #expect(opened.status == 0, "\(opened.errors)")
        // age writes no file where there is nothing to write.
        let output = FileManager.default.contents(atPath: folder.file("a")) ?? Data()
        #expect([UInt8](output) == plain)

        try Data(plain).write(to: URL(fileURLWithPath: folder.file("b")))
        try Program.run(["age", "-r", key.publicKey.text, "-o", folder.file("b.age"), folder.file("b")])
        let theirs = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("b.age"))))
        #expect(try AgeFile.open(theirs, with: [.key(key)]) == plain)
    }

    @Test("behind a passphrase are opened by age",
        .enabled(if: Program.isPresent("age") && Program.isPresent("python3"), "\(Program.absent("age"))"))
    func passphrase() throws {
        let folder = try ScratchFolder()
        let plain = bytes(70_000)
        try Data(try AgeFile.seal(plain, to: [.passphrase("correct horse", work: 12)]))
            .write(to: URL(fileURLWithPath: folder.file("a.age")))
        // age asks on the terminal only; Python gives it one.
        let script = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execvp("age", ["age", "-d", "-o", sys.argv[2], sys.argv[1]])
            seen = b""
            while b"passphrase" not in seen:
                seen += os.read(terminal, 1024)
            os.write(terminal, b"correct horse\\n")
            try:
                while os.read(terminal, 1024): pass
            except OSError: pass
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        let outcome = try Program.run(["python3", "-c", script, folder.file("a.age"), folder.file("a")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("a")))) == plain)
    }

    @Test("give nothing when any bit was changed or any byte is missing")
    func damage() throws {
        let key = AgePrivateKey()
        let sealed = try AgeFile.seal(bytes(100), to: [.key(key.publicKey)])
        for place in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: SealingError.self, "byte \(place), bit \(bit)") {
                    try AgeFile.open(changed, with: [.key(key)])
                }
            }
        }
        for length in sealed.indices {
            #expect(throws: SealingError.self) { try AgeFile.open(Array(sealed.prefix(length)), with: [.key(key)]) }
        }
        // Whole pieces may be cut off or swapped too.
        let long = try AgeFile.seal(bytes(200_000), to: [.key(key.publicKey)])
        let piece = 65_536 + 16
        let payload = long.count - (200_000 + 4 * 16)
        for cut in 1...3 {
            #expect(throws: SealingError.self) {
                try AgeFile.open(Array(long.prefix(payload + cut * piece)), with: [.key(key)])
            }
        }
        var swapped = long
        swapped.replaceSubrange(payload..<(payload + piece), with: long[(payload + piece)..<(payload + 2 * piece)])
        #expect(throws: SealingError.self) { try AgeFile.open(swapped, with: [.key(key)]) }
    }

    @Test("that ask for endless work, or are for nobody, are refused")
    func refused() throws {
        #expect(throws: SealingError.self) { try AgeFile.seal([1], to: []) }
        #expect(throws: SealingError.self) {
            try AgeFile.seal([1], to: [.passphrase("x", work: 10), .key(AgePrivateKey().publicKey)])
        }
        #expect(throws: SealingError.self) { try AgeFile.seal([1], to: [.passphrase("", work: 10)]) }
        let header = "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 40\n"
            + String(repeating: "A", count: 43) + "\n--- " + String(repeating: "A", count: 43) + "\n"
        let error = #expect(throws: SealingError.self) {
            try AgeFile.open(Array(header.utf8) + bytes(64), with: [.passphrase("x")])
        }
        #expect(error?.sentence.contains("2^40") == true)
    }
}

import Casework
import Encoding
import Foundation
import Sealing
import Support
import Testing

@Suite("A sealed case")
struct SealedCaseTests {
    private func sample(_ workshop: Workshop) throws -> CaseStore {
        let store = try workshop.create()
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.apply(.note(.wholeCase, text: "Opened after a referral."))
        try store.addExhibit(name: "a.bin", bytes: [1, 2, 3])
        return store
    }

    @Test("a checkpoint is verified by ssh-keygen and by check",
        .enabled(if: Program.isPresent("ssh-keygen"), "\(Program.absent("ssh-keygen"))"))
    func checkpoint() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        let key = SSHPrivateKey(comment: "mk")
        let path = try store.sign(with: key, nonce: [1, 2, 3, 4, 5, 6, 7, 8])
        try store.apply(.add(Sample.addresses[1]))
        store.close()
        let check = try CaseCheck.run(at: workshop.folder)
        #expect(check.failures.isEmpty)
        #expect(check.signatures.map(\.event) == [4])
        #expect(check.signatures.first?.key == key.publicKey.fingerprint)
        try "mk \(key.publicKey.line)\n".write(toFile: workshop.root + "/allowed", atomically: true, encoding: .utf8)
        let outcome = try Program.run(
            [
                "ssh-keygen", "-Y", "verify", "-f", workshop.root + "/allowed", "-I", "mk", "-n", "clew-checkpoint", "-s",
                path + ".sig",
            ], input: try workshop.bytes(path))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try PosixFiles().status(String(path.dropLast(5)) + ".tsq") != nil)
    }

    @Test("a case that was rolled back whole, case.json and all, is found by its checkpoint")
    func rolledBack() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        try store.apply(.add(Sample.addresses[1]))
        let before = (try workshop.bytes(workshop.journalPath), try workshop.bytes(workshop.snapshotPath))
        try store.apply(.add(Sample.addresses[2]))
        try store.sign(with: SSHPrivateKey(comment: "mk"))
        store.close()
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
        try workshop.write(before.0, to: workshop.journalPath)
        try workshop.write(before.1, to: workshop.snapshotPath)
        let failures = try CaseCheck.run(at: workshop.folder).failures
        #expect(failures.map(\.event) == [6])
        #expect(failures.first?.sentence.contains("rolled back") == true)
    }

    /// Every bit takes minutes: CLEW_LONG=1 (`make test-long`); otherwise one bit of each byte.
    private static let bits = ProcessInfo.processInfo.environment["CLEW_LONG"] == nil ? 1 : 8

    @Test("any flipped bit in any file is found, in the journal with the event's number")
    func flippedBits() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        try store.sign(with: SSHPrivateKey(comment: "mk"))
        store.close()
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
        let files = FileManager.default.enumerator(atPath: workshop.folder)?.allObjects.compactMap { $0 as? String } ?? []
        var count = 0
        for file in files where file != "case.lock" {
            let path = "\(workshop.folder)/\(file)"
            guard try PosixFiles().status(path)?.isFolder == false else { continue }
            let whole = try workshop.bytes(path)
            var line: UInt64 = 1
            try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            for place in whole.indices {
                for bit in 0..<Self.bits {
                    var changed = whole
                    changed[place] ^= 1 << UInt8((place + bit) % 8)
                    try changed.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
                    let failures = try CaseCheck.run(at: workshop.folder).failures
                    // White space in the armour of a signature carries nothing.
                    let isArmour = file.hasSuffix(".sig") && (whole[place] == 0x0A || changed[place] == 0x0A || changed[place] == 0x0D)
                    #expect(!failures.isEmpty || isArmour, "\(file), byte \(place)")
                    if file == "journal.jsonl" {
                        #expect(failures.first?.event == line, "byte \(place): \(failures.first?.sentence ?? "nothing")")
                    }
                    count += 1
                }
                if whole[place] == 0x0A { line += 1 }
            }
            try Data(whole).write(to: URL(fileURLWithPath: path))
        }
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
        print("flipped \(count) bits in \(files.count) files of a sealed case, all found")
    }

    @Test("an archive gives the same case back, byte for byte, and is opened by age and tar")
    func archive() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        try store.sign(with: SSHPrivateKey(comment: "mk"))
        store.close()
        let key = AgePrivateKey()
        let path = workshop.root + "/lantern.age"
        let written = try CaseArchive.write(workshop.folder, to: path, for: [.key(key.publicKey)])
        #expect(written.events == 4 && written.exhibits == 1)
        #expect(throws: CaseError.self) { try CaseArchive.write(workshop.folder, to: path, for: [.key(key.publicKey)]) }

        let opened = try CaseArchive.open(path, to: workshop.root + "/again.clew", with: [.key(key)])
        #expect(opened == written)
        let names = try PosixFiles().list(workshop.folder).filter { $0 != "case.lock" }
        #expect(try PosixFiles().list(workshop.root + "/again.clew") == names)
        for name in ["journal.jsonl", "case.json"] {
            #expect(try workshop.bytes("\(workshop.folder)/\(name)") == workshop.bytes("\(workshop.root)/again.clew/\(name)"))
        }
        #expect(throws: CaseError.self) {
            try CaseArchive.open(path, to: workshop.root + "/other.clew", with: [.key(AgePrivateKey())])
        }
        #expect(try PosixFiles().list(workshop.root) == ["again.clew", "lantern.age", "lantern.clew"])

        if Program.isPresent("age") {
            try key.text.write(toFile: workshop.root + "/id", atomically: true, encoding: .utf8)
            try Program.run(["age", "-d", "-i", workshop.root + "/id", "-o", workshop.root + "/lantern.tar", path])
            let tar = try Program.run(["tar", "xf", "lantern.tar", "--one-top-level=unpacked"], in: workshop.root)
            #expect(tar.status == 0, "\(tar.errors)")
            #expect(try CaseCheck.run(at: workshop.root + "/unpacked/lantern.clew").failures.isEmpty)
        }
        try CaseArchive.removeCase(workshop.folder)
        #expect(try PosixFiles().status(workshop.folder) == nil)
    }

    @Test("an archive is made, and its folder removed, while nobody else can write")
    func archiving() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        #expect(throws: CaseError.self) {
            try workshop.open(author: "AB").archive(to: workshop.root + "/x.age", for: [.key(AgePrivateKey().publicKey)])
        }
        let key = AgePrivateKey()
        _ = try store.archive(to: workshop.root + "/x.age", for: [.key(key.publicKey)], removing: true)
        #expect(try PosixFiles().list(workshop.root) == ["x.age"])
        #expect(throws: CaseError.self) { try store.apply(.add(Sample.addresses[1])) }
        _ = try CaseArchive.open(workshop.root + "/x.age", to: workshop.folder, with: [.key(key)])
        #expect(try workshop.open().current == store.current)
    }

    @Test("a time stamp put beside a checkpoint must be about it, and a signature alone is noticed")
    func stamps() throws {
        let workshop = try Workshop()
        let store = try sample(workshop)
        let path = try store.sign(with: SSHPrivateKey(comment: "mk"), nonce: [1, 2, 3, 4, 5, 6, 7, 8])
        store.close()
        // A request names the same bytes as the answer to it would.
        let request = try workshop.bytes(String(path.dropLast(5)) + ".tsq")
        try workshop.write(request, to: String(path.dropLast(5)) + ".tsr")
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
        var changed = request
        changed[40] ^= 1
        try workshop.write(changed, to: String(path.dropLast(5)) + ".tsr")
        #expect(try CaseCheck.run(at: workshop.folder).failures.first?.sentence.contains("time stamp") == true)
        try PosixFiles().remove(String(path.dropLast(5)) + ".tsr")
        try PosixFiles().remove(path)
        let check = try CaseCheck.run(at: workshop.folder)
        #expect(check.failures.isEmpty && check.notices.contains { $0.contains("only the signature") })
    }

    @Test("an archive that fails while it is written leaves the case alone and no file")
    func failingArchive() throws {
        let workshop = try Workshop()
        try sample(workshop).close()
        let files = FailingFiles("write", code: ENOSPC, after: 0, isSticky: true)
        #expect(throws: CaseError.self) {
            try CaseArchive.write(workshop.folder, to: workshop.root + "/x.age", for: [.key(AgePrivateKey().publicKey)], files: files)
        }
        #expect(try PosixFiles().list(workshop.root) == ["lantern.clew"])
        #expect(try CaseCheck.run(at: workshop.folder).failures.isEmpty)
    }
}

import Casework
import Encoding
import Foundation
import Ledger
import Synchronization

/// A folder that goes away with the value, a clock that ticks one second a look, and salts that can be foreseen.
final class Workshop: Sendable {
    let root: String
    private let ticks = Mutex<Int64>(0)

    init() throws {
        root = NSTemporaryDirectory() + "clew-casework-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var folder: String { root + "/lantern.clew" }
    var journalPath: String { folder + "/journal.jsonl" }
    var snapshotPath: String { folder + "/case.json" }

    func context(_ author: String = "MK") -> CaseContext {
        CaseContext(
            author: author,
            now: {
                let tick = self.ticks.withLock { ticks in
                    ticks += 1
                    return ticks
                }
                return UTCTime(milliseconds: 1_712_000_000_000 + tick * 1000)
            },
            salt: {
                let tick = self.ticks.withLock { $0 }
                return (0..<32).map { UInt8(truncatingIfNeeded: tick &* 31 &+ Int64($0)) }
            })
    }

    func create(_ folder: String? = nil, files: any FileIO = FailingFiles()) throws -> CaseStore {
        try CaseStore.create(
            at: folder ?? self.folder, name: "Lantern", question: "Who received the payments?", chain: .bitcoin, context: context(),
            files: files)
    }

    func open(
        _ folder: String? = nil, readOnly: Bool = false, author: String = "MK", files: any FileIO = FailingFiles()
    ) throws -> CaseStore {
        try CaseStore.open(at: folder ?? self.folder, context: context(author), readOnly: readOnly, files: files)
    }

    func bytes(_ path: String) throws -> [UInt8] { try PosixFiles().read(path, limit: 1 << 30) }

    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    func lines() throws -> [[UInt8]] {
        try bytes(journalPath).split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
    }

    func mode(_ path: String) throws -> UInt32? { try PosixFiles().status(path)?.mode }
}

/// Addresses and ids that are valid on Bitcoin's main network.
enum Sample {
    static let addresses = [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S",
        "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ].map(CaseSubject.address)
    static let transactions = [
        "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16",
        "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
    ].compactMap(TxID.init).map(CaseSubject.transaction)
    static let subjects = addresses + transactions

    /// A search that found nothing.
    static let finding = CaseFinding(
        title: "Did the collector pay the service?", kind: "path",
        question: ["from": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "to": "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"],
        options: ["hops": 6],
        ledger: CaseFinding.Ledger(chain: "bitcoin", height: 170, digest: String(repeating: "ab", count: 32)),
        answer: .null)
}

/// Small reproducible random numbers (SplitMix64).
struct Pebbles: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A change that may or may not make sense for `value`.
    mutating func change(for value: Case) -> CaseChange {
        let subject = Sample.subjects.randomElement(using: &self) ?? .wholeCase
        let note = value.notes.randomElement(using: &self)?.id ?? 1
        return switch Int.random(in: 0..<9, using: &self) {
        case 0: .add(subject)
        case 1: .drop(subject)
        case 2: .label(subject, ["", "Collector", "Peel “head”", "é \u{202E}"].randomElement(using: &self) ?? "")
        case 3: .role(subject, CaseRole.allCases.randomElement(using: &self))
        case 4: .flag(subject, Bool.random(using: &self))
        case 5: .note(.wholeCase, text: "Note \(next())")
        case 6: .note(subject, text: "Line 1\nLine 2 `\(next())`")
        case 7: .editNote(id: note, text: "Changed \(next())")
        default: .removeNote(id: note)
        }
    }
}

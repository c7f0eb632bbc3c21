import Attribution
import Encoding
import Foundation
import Measuring

// swift run -c release TagBenchmarks FOLDER [CLAIMS] [ROUNDS]
//
// FOLDER is that of the user's tags (~/.local/share/clew/tags), which are only read, or an empty one, which gets CLAIMS
// made ones. Look-ups of tagged and of untagged addresses, one at a time and many at once, beside plain SQLite with one
// flat table clustered by address, a prepared statement and a held transaction.

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
    print("Name a folder: that of your tags, or an empty one.")
    exit(2)
}
let claims = arguments.dropFirst().first.flatMap { Int($0) } ?? 250_000
let rounds = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 7

if !TagStore.isThere(in: folder) { try makeTags(in: folder, claims) }
let store = try TagStore(folder: folder)
let peer = try FlatPeer(copying: store.path)
let (tagged, untagged) = (peer.keys(100_000), strangers(100_000))
print("\(peer.count) claims on \(peer.addresses) addresses; \(rounds) rounds, medians, processor time of the thread\n")
print("| look-up | Clew | plain SQLite | ratio |\n| --- | --- | --- | --- |")
for (name, keys) in [("tagged address", tagged), ("address without tags", untagged)] {
    for batch in [1, 1_000] {
        let contest = try Contest(
            rounds: rounds, operations: keys.count,
            [
                ("clew", { try lookUp(keys, batch, in: store) }),
                ("sqlite", { try peer.lookUp(keys) }),
            ])
        let (own, plain) = (contest.rows[0].sample.median, contest.rows[1].sample.median)
        let ratio = String(format: "%.2f", plain / own)
        print("| \(name), \(batch == 1 ? "one at a time" : "\(batch) at once") | \(duration(own)) | \(duration(plain)) | \(ratio) |")
    }
}

/// What all look-ups must agree in: how many claims, and the bytes of their labels and sources.
func lookUp(_ keys: [TagKey], _ batch: Int, in store: TagStore) throws -> UInt64 {
    var sum: UInt64 = 0
    for start in stride(from: 0, to: keys.count, by: batch) {
        for records in try store.records(of: Array(keys[start..<min(start + batch, keys.count)])) {
            for record in records {
                sum &+= 1 + UInt64(record.tag.label.utf8.count) << 20 + UInt64(record.source.utf8.count) << 40
            }
        }
    }
    return sum
}

/// Keys that no tag is about.
func strangers(_ count: Int) -> [TagKey] {
    var generator = Generator(seed: 2)
    return (0..<count).map { _ in TagKey(.script, [0x00, 0x14] + generator.bytes(20)) }
}

/// Imports a list of made addresses, as anybody would import one.
func makeTags(in folder: String, _ count: Int) throws {
    var generator = Generator(seed: 1)
    var rows = "address,label,actor,category\n"
    for k in 0..<count {
        let account = generator.bytes(20)
        rows += "0x\(Hex.text(account)),Party \(k % 400),party\(k % 400),exchange\n"
    }
    let file = NSTemporaryDirectory() + "clew-made-tags-\(getpid()).csv"
    try rows.write(toFile: file, atomically: true, encoding: .utf8)
    defer { unlink(file) }
    let work = try TagImport(paths: [file], source: "made", defaults: TagDefaults(currency: "ETH"))
    _ = try TagStore(folder: folder, create: true).bringIn(work, now: UTCTime(seconds: 1_770_000_000)) { _, _, _ in }
}

/// SplitMix64.
struct Generator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

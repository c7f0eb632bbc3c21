import Casework
import Encoding
import Foundation
import Sealing
import Support
import Testing

/// A folder with the case that commands are killed in, kept as it was before each.
final class KillBench {
    let workspace: Workspace
    /// The folder of the cases.
    let place: String
    private let key = AgePrivateKey()

    /// The case.
    var path: String { place + "/k.clew" }

    /// A case of one event, a copy with one more, keys, a file, two sources of tags and a ledger of Bitcoin's first block.
    init() throws {
        workspace = try Workspace()
        place = workspace.path("place")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: workspace.path("file.bin")))
        try (key.text + "\n").write(toFile: workspace.path("identity"), atomically: true, encoding: .utf8)
        try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", workspace.path("id")])
        for (source, category) in [("a", "exchange"), ("b", "mixer")] {
            let file = workspace.path("\(source).csv")
            try "address,label,actor,category\n\(KilledCommand.disputed),\(source),\(source),\(category)\n"
                .write(toFile: file, atomically: true, encoding: .utf8)
            try clew("tags", "import", file, "--source", source, "--currency", "BTC")
        }
        let block = workspace.path("blk00000.dat")
        try Data(try #require(Hex.bytes("f9beb4d91d010000" + Self.firstBlock))).write(to: URL(fileURLWithPath: block))
        try clew("ledger", "import", block, "--ledger", workspace.path("ledger"))
        try clew("case", "new", path)
        try FileManager.default.copyItem(atPath: path, toPath: place + "/copy.clew")
        try clew("case", "flag", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "--case", place + "/copy.clew")
    }

    func commands() throws -> [KilledCommand] {
        KilledCommand.all(place, workspace, recipient: key.publicKey.text) { [self] in
            let folder = workspace.path("authority")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let points = path + "/checkpoints"
            let request = try #require(try FileManager.default.contentsOfDirectory(atPath: points).first { $0.hasSuffix(".tsq") })
            try TimeStampAuthority(in: folder).answer("\(points)/\(request)", to: workspace.path("answer.tsr"))
        }
    }

    private func clew(_ arguments: String...) throws {
        let outcome = try Clew.run(arguments, in: workspace)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }

    /// Keeps the folder as it is now.
    func keep() throws {
        try? FileManager.default.removeItem(atPath: workspace.path("before"))
        try FileManager.default.copyItem(atPath: place, toPath: workspace.path("before"))
    }

    /// The folder as it was kept.
    func restore() throws {
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.copyItem(atPath: workspace.path("before"), toPath: place)
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(place)/\(name)") }

    /// The events in an archive, which must open.
    func opened(_ archive: String) throws -> [String] {
        let folder = workspace.path("opened.clew")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try CaseArchive.open("\(place)/\(archive)", to: folder, with: [.key(key)])
        return try CaseStore.open(at: folder, context: .system(author: "examiner"), readOnly: true).events().map(\.hash)
    }

    /// Runs a command, and kills it at its `count`-th system call of a kind.
    func run(_ command: KilledCommand, killedAt kind: String? = nil, _ count: Int = 0) throws -> Spawn.Outcome {
        var words: [String] = []
        if let kind {
            words = ["strace", "-f", "-qq", "-o", workspace.path("trace"), "-e", "trace=\(kind)", "-e", "inject=\(kind):signal=SIGKILL:when=\(count)"]
                // The program's own start opens and closes many files; what matters begins in the case folder.
                + (command.files ?? []).flatMap { ["-P", $0] }
        }
        return try Spawn.run(
            words + [Clew.path] + command.arguments, environment: workspace.environment.merging(["CLEW_AUTHOR": command.author]) { $1 },
            folder: workspace.root.path)
    }

    /// Block 0 of Bitcoin's main network.
    private static let firstBlock =
        "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9f"
        + "b8aa4b1e5e4a29ab5f49ffff001d1dac2b7c0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04"
        + "ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e6420626169"
        + "6c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
        + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
}

import Foundation
import Measuring

/// What one run measured, kept in a file beside the ledger so that the runs of all sizes make one table.
final class Results {
    struct Row: Codable {
        var name: String
        /// Seconds for one operation, or for the whole.
        var own: Double
        var peer: Double?
        /// How many times as long the peer takes; where `isShare`, the share of it that ours takes.
        var isShare = false
        /// What is said instead of times.
        var text: String?

        var ratio: Double? { peer.map { isShare ? own / $0 : $0 / own } }
    }

    private(set) var rows: [Row] = []
    let folder: String

    init(folder: String) { self.folder = folder }

    /// Notes a row and prints it.
    func add(_ row: Row) {
        rows.removeAll { $0.name == row.name }
        rows.append(row)
        print(Self.line(row))
        fflush(nil)
    }

    func add(_ name: String, _ own: Double, _ peer: Double?) { add(Row(name: name, own: own, peer: peer)) }

    func addShare(_ name: String, _ own: Double, _ peer: Double) {
        add(Row(name: name, own: own, peer: peer, isShare: true))
    }

    static let head = "| work | Clew | peer | ratio |\n| --- | --- | --- | --- |"

    static func line(_ row: Row) -> String {
        let ratio = row.ratio.map { String(format: row.isShare ? "%.2f of it" : "%.1f", $0) } ?? ""
        return "| \(row.name) | \(row.text ?? duration(row.own)) | \(row.peer.map(duration) ?? "") | \(ratio) |"
    }

    func save() throws {
        try JSONEncoder().encode(rows).write(to: URL(filePath: folder + "/results.json"))
    }

    static func load(_ folder: String) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(contentsOf: URL(filePath: folder + "/results.json")))
    }
}

/// The tables of docs/performance.md.
enum ResultTable {
    /// What issue 3 asks for: a word for it, the rows that show it, at least, and the aim.
    private static let aims: [(work: String, rows: [String], least: Double, aim: Double, isMost: Bool)] = [
        ("address lookup, SQLite", ["address lookup, many at once", "address lookup, one at a time"], 15, 25, false),
        (
            "address history, hot, SQLite",
            ["address history, hot, many at once", "address history, hot, one at a time"], 40, 60, false
        ),
        (
            "address history, cold, SQLite",
            ["address history, cold, many at once", "address history, cold, one at a time"], 2.5, 4, false
        ),
        ("expansion, 1 hop, SQLite", ["expansion, 1 hop, many at once", "expansion, 1 hop, one at a time"], 4, 6, false),
        ("expansion, 3 hops, SQLite", ["expansion, 3 hops, many at once", "expansion, 3 hops, one at a time"], 8, 12, false),
        ("expansion, 6 hops, SQLite", ["expansion, 6 hops, many at once", "expansion, 6 hops, one at a time"], 20, 40, false),
        ("full forward reach, rustworkx", ["full forward reach / rustworkx"], 10, 15, false),
        ("full forward reach, SciPy", ["full forward reach / scipy"], 2, 3, false),
        (
            "haircut, SQLite's rows",
            ["haircut / rows joined by SQLite", "haircut / rows streamed, values kept by the program"], 80, 120, false
        ),
        (
            "clustering, SciPy",
            ["clustering, from joins / scipy", "clustering, from the ledger / scipy"], 4, 6, false
        ),
        (
            "clustering, igraph",
            ["clustering, from joins / igraph", "clustering, from the ledger / igraph"], 20, 30, false
        ),
        ("column scan, reading memory", ["column scan / reading memory"], 0.8, 0.9, false),
        ("import, SQLite with resolved ids", ["import, elapsed", "import, processor"], 5, 10, false),
        (
            "Swift, C",
            ["Swift / C: reach", "Swift / C: haircut", "Swift / C: union-find", "Swift / C: column scan"], 1.15, 1.05, true
        ),
        ("open, warm", ["open, warm"], 100e-6, 50e-6, true),
    ]

    static func show(_ folders: [String]) throws {
        let runs = try folders.map { folder in
            (name: size(folder), rows: Dictionary(try Results.load(folder).map { ($0.name, $0) }) { $1 })
        }
        print("\n| work, peer | at least | aim | " + runs.map(\.name).joined(separator: " | ") + " | |")
        print("| --- | --- | --- |" + String(repeating: " --- |", count: runs.count + 1))
        for item in aims {
            for name in item.rows {
                let rows = runs.map { $0.rows[name] }
                if rows.allSatisfy({ $0 == nil }) { continue }
                let isTime = item.work.hasPrefix("open")
                func bound(_ value: Double) -> String {
                    isTime ? duration(value) : value < 1 || item.isMost ? String(value) : String(format: "%g", value)
                }
                let values = rows.map { row in row.flatMap { isTime ? $0.own : $0.ratio } }
                let cells = values.map { $0.map { isTime ? duration($0) : String(format: $0 < 2 ? "%.2f" : "%.1f", $0) } ?? "" }
                let isMet = values.allSatisfy { value in value.map { item.isMost ? $0 <= item.least : $0 >= item.least } ?? true }
                let sign = item.isMost ? "at most " : ""
                print(
                    "| \(name) | \(sign)\(bound(item.least)) | \(bound(item.aim)) | \(cells.joined(separator: " | ")) | "
                        + "\(isMet ? "met" : "**short**") |")
            }
        }
        for (folder, run) in zip(folders, runs) {
            print("\n## \(run.name) transactions\n\n\(Results.head)")
            for row in try Results.load(folder) { print(Results.line(row)) }
        }
    }

    /// `2 M` of a folder named after its size.
    private static func size(_ folder: String) -> String {
        let name = URL(filePath: folder).lastPathComponent
        guard let count = Double(name) else { return name }
        return String(format: "%g M", count / 1e6)
    }
}

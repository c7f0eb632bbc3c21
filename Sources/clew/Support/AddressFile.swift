import Encoding
import Foundation

/// Addresses to screen: those typed, and the lines of files. Files are read through once before anything is answered, so
/// that a bad line ends the command with nothing half done; after that a part at a time.
struct AddressFile {
    /// A larger file is refused: 256 MiB.
    static let largestFile = 256 << 20

    private var parts: [Part] = []
    /// Addresses in all.
    private(set) var count = 0

    private enum Part {
        case typed(String)
        case file(path: String, name: String, column: Int?)
    }

    /// - Parameter column: the column of CSV files that has the address; nil: `address`, `wallet`, or the only one.
    init(_ arguments: [String], column: String?) async throws {
        for argument in arguments {
            let path = absolute(argument)
            guard FileManager.default.fileExists(atPath: path) else {
                parts.append(.typed(argument))
                count += 1
                continue
            }
            let name = VisibleText.escape(argument)
            let place = try await Self.column(of: path, name, named: column)
            parts.append(.file(path: path, name: name, column: place))
            try await Self.each(path, name, place) { _ in count += 1 }
        }
    }

    /// Every address in order, in batches of at most `size`; `body` answers false to stop.
    func batches(of size: Int, _ body: ([String]) async throws -> Bool) async throws {
        var batch: [String] = []
        var goesOn = true
        func add(_ text: String) async throws {
            guard goesOn else { return }
            batch.append(text)
            if batch.count == size { try await flush() }
        }
        func flush() async throws {
            if goesOn, !batch.isEmpty { goesOn = try await body(batch) }
            batch.removeAll(keepingCapacity: true)
        }
        for part in parts {
            switch part {
            case .typed(let text): try await add(text)
            case .file(let path, let name, let column): try await Self.each(path, name, column, add)
            }
        }
        try await flush()
    }

    /// Which column of a CSV file has the addresses; nil for a plain list.
    private static func column(of path: String, _ name: String, named wanted: String?) async throws -> Int? {
        guard path.lowercased().hasSuffix(".csv") || wanted != nil else { return nil }
        var head: [String]?
        try await rows(path, name) { row, _ in
            head = head ?? row
            return false
        }
        let names = (head ?? []).map { $0.lowercased() }
        if let wanted {
            guard let place = names.firstIndex(of: wanted.lowercased()) else {
                throw failure("\(name), line 1: it has no column \(VisibleText.escape(wanted)).")
            }
            return place
        }
        if let place = names.firstIndex(where: { ["address", "wallet", "wallet_address"].contains($0) }) { return place }
        if names.count > 1 {
            throw failure("\(name), line 1: no column is called address. Name the one that has it with --column.")
        }
        return nil
    }

    private static func each(_ path: String, _ name: String, _ column: Int?, _ body: (String) async throws -> Void) async throws {
        guard let column else { return try await lines(path, name, body) }
        var isHead = true
        try await rows(path, name) { row, line in
            defer { isHead = false }
            guard !isHead else { return true }
            guard row.indices.contains(column) else {
                throw failure("\(name), line \(line): it has \(row.count) fields, and the address is the \(column + 1)th.")
            }
            if let text = try plain(row[column], name, line) { try await body(text) }
            return true
        }
    }

    /// Rows of a CSV file with their lines, until `body` answers false.
    private static func rows(_ path: String, _ name: String, _ body: ([String], Int) async throws -> Bool) async throws {
        var reader = CSVReader(try bytes(path, name), comments: true)
        do {
            while let row = try reader.next() { guard try await body(row.fields, row.line) else { return } }
        } catch let error as CSVError { throw failure("\(name), line \(error.line): \(error.reason)") }
    }

    private static func lines(_ path: String, _ name: String, _ body: (String) async throws -> Void) async throws {
        let bytes = try bytes(path, name)
        var (start, line) = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 0)
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            guard let text = String(validating: bytes[start..<end], as: UTF8.self) else {
                throw failure("\(name), line \(line): it is not valid UTF-8.")
            }
            if bytes[start] != UInt8(ascii: "#"), let text = try plain(text, name, line) { try await body(text) }
            start = end + 1
        }
    }

    /// `text` without blanks around it; nil where nothing is left.
    private static func plain(_ text: String, _ name: String, _ line: Int) throws -> String? {
        var bytes = text.utf8[...]
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        while let first = bytes.first, isBlank(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
        guard !bytes.contains(0) else { throw failure("\(name), line \(line): it holds a NUL. Is this a text file?") }
        guard bytes.count <= 256 else { throw failure("\(name), line \(line): it is too long for an address.") }
        return bytes.isEmpty ? nil : String(Substring(bytes))
    }

    private static func bytes(_ path: String, _ name: String) throws -> [UInt8] {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        guard size <= UInt64(largestFile) else { throw failure("\(name) has more than \(largestFile) bytes. Split it.") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure("\(name) cannot be read. Check its name and your rights.")
        }
        return [UInt8](data)
    }
}

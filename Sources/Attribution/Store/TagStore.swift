import Crypto
import Encoding
import Foundation
import GRDB
import Synchronization

/// The user's tags: one SQLite file in XDG data, shared by all cases.
public final class TagStore: TagReader, Sendable {
    public let path: String
    let queue: DatabaseQueue
    private let kept = Mutex(Kept())

    /// What lookups keep in memory: contents up to a number, editions all.
    private struct Kept {
        var contents: [Int64: Tag] = [:]
        var editions: [Int: TagEdition] = [:]
    }

    private static let keptContents = 1 << 16

    /// Opens the tags in `folder`; makes them when there are none and `create` is set.
    public init(folder: String, create: Bool = false) throws(TagError) {
        path = folder + "/tags.sqlite"
        let isThere = FileManager.default.fileExists(atPath: path)
        guard isThere || create else {
            throw TagError("There are no tags yet. Import some with clew tags import.")
        }
        do {
            if !isThere {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            var configuration = Configuration()
            configuration.label = "clew.tags"
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824;")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { db in
                let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                guard version <= TagSchema.version else {
                    throw TagError("\(path) was written by a newer Clew. Use that one.")
                }
                guard version == 0 else { return }
                try db.execute(sql: TagSchema.statements)
                try db.execute(sql: "PRAGMA user_version = \(TagSchema.version)")
            }
        } catch { throw Self.explain(error, path) }
    }

    /// The tags in `folder`; nil when there are none.
    public static func open(folder: String) throws(TagError) -> TagStore? {
        isThere(in: folder) ? try TagStore(folder: folder) : nil
    }

    /// Whether tags were ever imported into `folder`.
    public static func isThere(in folder: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/tags.sqlite") }

    public func records(of keys: [TagKey]) throws(TagError) -> [[TagRecord]] {
        try read { db in
            let rows = try ClaimRows(db, Self.lookup + "key = ?")
            return try keys.map { key throws in
                var found: [TagRecord] = []
                try rows.each(key.packed) { row in found.append(try self.record(row, key, db)) }
                if found.count > 1 { found.sort(by: Self.precedes) }
                return found
            }
        }
    }

    public var digest: [UInt8] {
        get throws(TagError) {
            try read { db in
                try Data.fetchOne(db, sql: "SELECT digest FROM edition ORDER BY number DESC LIMIT 1").map { [UInt8]($0) }
                    ?? Self.emptyDigest
            }
        }
    }

    public func actor(_ id: String) throws(TagError) -> Actor? {
        try read { db in
            guard let body = try String.fetchOne(db, sql: "SELECT body FROM actor WHERE id = ? ORDER BY source", arguments: [id])
            else { return nil }
            return Self.actor(id, body)
        }
    }

    /// The digest of a set without editions.
    static let emptyDigest = [UInt8](SHA256.hash(data: Array("clew-tags-1".utf8)))

    static let lookup = "SELECT key, network, asset, text, verified, content, added, removed FROM claim WHERE "

    /// Runs a read, its errors told in sentences.
    func read<Value>(_ body: (Database) throws -> Value) throws(TagError) -> Value {
        do { return try queue.read(body) } catch { throw Self.explain(error, path) }
    }

    func record(_ row: Row, _ key: TagKey, _ db: Database) throws -> TagRecord {
        let subject = TagSubject(key: key, network: row[1], text: row[3], asset: row[2], isVerified: row[4])
        var tag = try content(row[5], db)
        tag.subject = subject
        return TagRecord(
            tag: tag, added: try edition(row[6], db), removed: try (row[7] as Int?).map { try edition($0, db) })
    }

    func record(_ row: ClaimRows.Row, _ key: TagKey, _ db: Database) throws -> TagRecord {
        var tag = try content(row.integer(5), db)
        tag.subject = TagSubject(
            key: key, network: row.text(1), text: row.text(3), asset: row.text(2), isVerified: row.integer(4) != 0)
        return TagRecord(
            tag: tag, added: try edition(Int(row.integer(6)), db),
            removed: try row.isNull(7) ? nil : edition(Int(row.integer(7)), db))
    }

    private func content(_ id: Int64, _ db: Database) throws -> Tag {
        if let tag = kept.withLock({ $0.contents[id] }) { return tag }
        let none = TagSubject(key: TagKey(.verbatim, []), network: "", text: "", isVerified: false)
        guard let body = try String.fetchOne(db, sql: "SELECT body FROM content WHERE id = ?", arguments: [id]),
            let json = try? JSONValue.parse(body), let tag = TagContent.tag(json, of: none)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a claim's content is not what Clew wrote") }
        kept.withLock {
            if $0.contents.count >= Self.keptContents { $0.contents = [:] }
            $0.contents[id] = tag
        }
        return tag
    }

    func edition(_ number: Int, _ db: Database) throws -> TagEdition {
        if let edition = kept.withLock({ $0.editions[number] }) { return edition }
        let sql = "SELECT edition.*, source.name FROM edition JOIN source ON source.id = edition.source WHERE number = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [number]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an edition is missing")
        }
        let edition = Self.edition(row)
        kept.withLock { $0.editions[number] = edition }
        return edition
    }

    static func edition(_ row: Row) -> TagEdition {
        TagEdition(
            number: row["number"], source: row["name"], format: row["format"], file: row["file"], sha256: row["sha256"],
            origin: row["origin"], issued: (row["issued"] as Int64?).map { UTCTime(milliseconds: $0) },
            imported: UTCTime(milliseconds: row["imported"]))
    }

    static func actor(_ id: String, _ body: String) -> Actor? {
        guard let json = try? JSONValue.parse(body) else { return nil }
        func texts(_ name: String) -> [String] { json[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        return Actor(
            id: id, label: json["label"]?.stringValue ?? id, uri: json["uri"]?.stringValue ?? "",
            categories: texts("categories"), jurisdictions: texts("jurisdictions"))
    }

    /// The order in which claims of one address are shown: confidence, then source, label and edition.
    static func precedes(_ a: TagRecord, _ b: TagRecord) -> Bool {
        if a.tag.confidence != b.tag.confidence { return a.tag.confidence > b.tag.confidence }
        if a.source != b.source { return a.source < b.source }
        if a.tag.label != b.tag.label { return a.tag.label < b.tag.label }
        return a.added.number < b.added.number
    }

    static func explain(_ error: any Error, _ path: String) -> TagError {
        if let known = error as? TagError { return known }
        guard let error = error as? DatabaseError else { return TagError("The tags at \(path) cannot be used: \(error).") }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        return switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: TagError("The disk is full: nothing was imported. Free some space, then run it again.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            TagError("The tags are being changed by another program. Wait until it is done, then run it again.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            TagError("\(path) is damaged (\(detail)). Restore it from a copy, or remove it and import the sources again.")
        default: TagError("The tags at \(path) cannot be used (\(detail)).")
        }
    }
}

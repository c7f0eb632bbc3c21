import Encoding
import Foundation
import GRDB

/// One source with what its newest edition holds.
public struct TagSourceSummary: Hashable, Sendable {
    public var newest: TagEdition
    public var editions: Int
    /// Claims in force.
    public var claims: Int
    public var actors: Int
}

extension TagStore {
    /// Every source, by name.
    public func sources() throws(TagError) -> [TagSourceSummary] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, (SELECT max(number) FROM edition WHERE source = source.id) AS newest,
                        (SELECT count(*) FROM edition WHERE source = source.id) AS editions,
                        (SELECT count(*) FROM claim WHERE source = source.id AND removed IS NULL) AS claims,
                        (SELECT count(*) FROM actor WHERE source = source.id) AS actors
                    FROM source WHERE newest IS NOT NULL ORDER BY name
                    """
            ).map { row in
                TagSourceSummary(
                    newest: try self.edition(row["newest"], db), editions: row["editions"], claims: row["claims"],
                    actors: row["actors"])
            }
        }
    }

    /// The journal of imports, oldest first; of one source, or of those under `name/`.
    public func editions(of name: String? = nil) throws(TagError) -> [TagImportResult] {
        try read { db in
            let filter = name == nil ? "" : "WHERE source.name = ?1 OR substr(source.name, 1, length(?1) + 1) = ?1 || '/'"
            let sql = "SELECT edition.*, source.name FROM edition JOIN source ON source.id = edition.source \(filter) ORDER BY number"
            return try Row.fetchAll(db, sql: sql, arguments: name.map { [$0] } ?? []).map { row in
                TagImportResult(
                    edition: Self.edition(row), claims: row["claims"], added: row["added"], changed: row["changed"],
                    removed: row["removed"], unverified: row["unverified"], empty: row["empty"], actors: 0, isRepeated: false)
            }
        }
    }

    /// Claims in force of a source, or of those under `name/`, in the order they came, a page at a time.
    public func claims(of name: String, limit: Int, after: Int64 = 0) throws(TagError) -> [TagRecord] {
        try read { db in
            let sql = """
                SELECT claim.key, network, asset, text, verified, content, added, removed FROM claim
                JOIN source ON source.id = claim.source
                WHERE removed IS NULL AND claim.id > ?2
                AND (source.name = ?1 OR substr(source.name, 1, length(?1) + 1) = ?1 || '/') ORDER BY claim.id LIMIT ?3
                """
            return try Row.fetchAll(db, sql: sql, arguments: [name, after, limit]).compactMap { row in
                guard let key = TagKey(packed: row[0] as Data) else { return nil }
                return try self.record(row, key, db)
            }
        }
    }

    /// Addresses about which claims that hold at `time` contradict each other, by key.
    public func conflicts(at time: UTCTime, limit: Int) throws(TagError) -> [TagConflict] {
        try read { db in
            var found: [TagConflict] = []
            let keys = try Data.fetchCursor(
                db,
                sql: """
                    SELECT key FROM claim WHERE removed IS NULL GROUP BY key HAVING min(content) <> max(content) ORDER BY key
                    """)
            let statement = try db.cachedStatement(sql: Self.lookup + "key = ?")
            while found.count < limit, let packed = try keys.next() {
                guard let key = TagKey(packed: packed) else { continue }
                let records = try Row.fetchAll(statement, arguments: [packed]).map { try self.record($0, key, db) }
                    .filter { $0.standing(at: time) == .holds }.sorted(by: Self.precedes)
                for group in Dictionary(grouping: records, by: \.tag.subject.network).sorted(by: { $0.key < $1.key }) {
                    if let conflict = TagConflict.among(group.value) { found.append(conflict) }
                }
            }
            return found
        }
    }

    /// For each text the addresses in force that could be taken for it: at most 8, with what the first claim calls them.
    public func lookAlikes(of texts: [String]) throws(TagError) -> [[LookAlike.Hit]] {
        try read { db in
            let rows = try ClaimRows(db, Self.lookup + "ends = ?1 AND removed IS NULL LIMIT 64")
            return try texts.map { asked in
                let ends = LookAlike.ends(asked)
                guard !ends.isEmpty else { return [] }
                var found: [LookAlike.Hit] = []
                try rows.each(ends) { row in
                    let text = row.text(3)
                    guard found.count < 8, LookAlike.resemble(asked, text), !found.contains(where: { $0.text == text }),
                        let key = TagKey(packed: row.bytes(0))
                    else { return }
                    let record = try self.record(row, key, db)
                    found.append(.init(text: text, isOfCase: false, label: record.tag.label, source: record.source))
                }
                return found
            }
        }
    }
}

extension TagKey {
    /// The key that `packed` wrote; nil for anything else.
    init?(packed: Data) { self.init(packed: [UInt8](packed)) }

    init?(packed: [UInt8]) {
        guard let first = packed.first, let form = Form(rawValue: first) else { return nil }
        self.init(form, Array(packed.dropFirst()))
    }
}

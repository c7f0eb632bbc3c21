import Crypto
import Encoding
import Foundation
import GRDB

/// Writes one edition of one source: claims that are there already are marked as seen, new ones are added, those that the
/// edition lacks are ended. Memory does not grow with the file.
final class EditionWriter {
    let number: Int

    private let db: Database
    private let source: Int64
    private let isFirst: Bool
    private let markSeen: Statement
    private let insert: Statement
    private let insertContent: Statement
    private let findContent: Statement
    private let last: (sha256: String, digest: [UInt8])?
    private var contents: [Tag: Int64] = [:]
    private var hash = SHA256()
    private var claims = 0
    private var added = 0
    private var actors: [Actor] = []

    private static let keptContents = 1 << 15
    private static let nobody = TagSubject(key: TagKey(.verbatim, []), network: "", text: "", isVerified: false)

    init(_ db: Database, source name: String) throws {
        self.db = db
        try db.execute(sql: "INSERT OR IGNORE INTO source (name) VALUES (?)", arguments: [name])
        let source = try Int64.fetchOne(db, sql: "SELECT id FROM source WHERE name = ?", arguments: [name]) ?? 0
        self.source = source
        number = (try Int.fetchOne(db, sql: "SELECT max(number) FROM edition") ?? 0) + 1
        let before = try Row.fetchOne(
            db, sql: "SELECT sha256 FROM edition WHERE source = ? ORDER BY number DESC LIMIT 1", arguments: [source])
        isFirst = before == nil
        let digest = try Data.fetchOne(db, sql: "SELECT digest FROM edition ORDER BY number DESC LIMIT 1")
        last = before.map { ($0[0], digest.map { [UInt8]($0) } ?? TagStore.emptyDigest) }
        hash.update(data: digest.map { [UInt8]($0) } ?? TagStore.emptyDigest)
        markSeen = try db.cachedStatement(
            sql: """
                UPDATE claim SET seen = ?1 WHERE id = (
                    SELECT id FROM claim WHERE key = ?2 AND source = ?3 AND removed IS NULL AND seen <> ?1 AND content = ?4
                    AND network = ?5 AND asset = ?6 AND text = ?7 LIMIT 1)
                """)
        insert = try db.cachedStatement(
            sql: """
                INSERT INTO claim (key, network, asset, text, verified, content, source, added, seen, ends)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        insertContent = try db.cachedStatement(sql: "INSERT INTO content (digest, body) VALUES (?, ?)")
        findContent = try db.cachedStatement(sql: "SELECT id FROM content WHERE digest = ?")
    }

    func take(_ tag: Tag) throws(TagError) {
        do {
            claims += 1
            let content = try content(of: tag)
            let (subject, key) = (tag.subject, Data(tag.subject.key.packed))
            if !isFirst {
                try markSeen.execute(
                    arguments: [number, key, source, content, subject.network, subject.asset, subject.text])
                if db.changesCount > 0 { return }
            }
            added += 1
            hash.update(data: key)
            for text in [subject.network, subject.asset, subject.text] { hash.update(data: Array(text.utf8) + [0]) }
            hash.update(data: contentDigest)
            try insert.execute(
                arguments: [
                    key, subject.network, subject.asset, subject.text, subject.isVerified, content, source, number, number,
                    LookAlike.ends(subject.text),
                ])
        } catch { throw TagStore.explain(error, "") }
    }

    func take(_ actor: Actor) throws(TagError) { actors.append(actor) }

    /// The digest of the content that `content(of:)` answered last.
    private var contentDigest = Data()
    private var digests: [Int64: Data] = [:]

    private func content(of tag: Tag) throws -> Int64 {
        var plain = tag
        plain.subject = Self.nobody
        if let id = contents[plain] {
            contentDigest = digests[id] ?? Data()
            return id
        }
        let body = TagContent.json(tag).canonical()
        contentDigest = Data(SHA256.hash(data: body))
        let id: Int64
        if let known = try Int64.fetchOne(findContent, arguments: [contentDigest]) {
            id = known
        } else {
            try insertContent.execute(arguments: [contentDigest, String(decoding: body, as: UTF8.self)])
            id = db.lastInsertedRowID
        }
        if contents.count >= Self.keptContents {
            contents = [:]
            digests = [:]
        }
        contents[plain] = id
        digests[id] = contentDigest
        return id
    }

    func finish(_ edition: TagEdition, _ intake: TagIntake) throws -> TagImportResult {
        var result = TagImportResult(
            edition: edition, claims: claims, added: 0, changed: 0, removed: 0, unverified: intake.unreadableCount,
            empty: intake.empty, actors: actors.count, isRepeated: false)
        let gone = try Row.fetchAll(
            db,
            sql: """
                SELECT claim.id, key, network, asset, text, content.digest FROM claim JOIN content ON content.id = content
                WHERE source = ? AND removed IS NULL AND seen <> ? ORDER BY key, network, asset, text, content.digest
                """, arguments: [source, number])
        if let last, last.sha256 == edition.sha256, gone.isEmpty, added == 0 {
            result.isRepeated = true
            try db.execute(sql: "UPDATE claim SET seen = added WHERE source = ? AND seen = ?", arguments: [source, number])
            return result
        }
        let end = try db.cachedStatement(sql: "UPDATE claim SET removed = ? WHERE id = ?")
        for row in gone {
            try end.execute(arguments: [number, row[0] as Int64])
            hash.update(data: row[1] as Data)
            hash.update(data: row[5] as Data)
        }
        result.changed = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (
                    SELECT key, network, asset FROM claim WHERE source = ?1 AND added = ?2
                    INTERSECT SELECT key, network, asset FROM claim WHERE source = ?1 AND removed = ?2)
                """, arguments: [source, number]) ?? 0
        result.added = added - result.changed
        result.removed = gone.count - result.changed
        try write(actors)
        for text in [edition.source, edition.format, edition.sha256, edition.date.rfc3339] {
            hash.update(data: Array(text.utf8) + [0])
        }
        try db.execute(
            sql: "INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                number, source, edition.format, edition.file, edition.sha256, edition.origin, edition.issued?.milliseconds,
                edition.imported.milliseconds, result.added, result.changed, result.removed, claims, result.unverified,
                result.empty, Data(hash.finalize()),
            ])
        return result
    }

    private func write(_ actors: [Actor]) throws {
        try db.execute(sql: "DELETE FROM actor WHERE source = ?", arguments: [source])
        for actor in actors {
            let body = JSONValue.object([
                "label": .string(actor.label), "uri": .string(actor.uri),
                "categories": .array(actor.categories.map { .string($0) }),
                "jurisdictions": .array(actor.jurisdictions.map { .string($0) }),
            ]).canonical()
            hash.update(data: Array(actor.id.utf8) + body)
            try db.execute(
                sql: "INSERT INTO actor VALUES (?, ?, ?)",
                arguments: [actor.id, source, String(decoding: body, as: UTF8.self)])
        }
    }
}

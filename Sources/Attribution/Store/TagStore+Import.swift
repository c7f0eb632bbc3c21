import Crypto
import Encoding
import Foundation
import GRDB

extension TagStore {
    /// Imports every file of `work` in one transaction: all of it is kept, or nothing.
    ///
    /// - Parameters:
    ///   - now: the time that the journal gives.
    ///   - progress: called with a file's name, its bytes read and its bytes in all; throws to stop.
    public func bringIn(
        _ work: TagImport, now: UTCTime, progress: @escaping (String, UInt64, UInt64) throws(TagError) -> Void
    ) throws(TagError) -> [TagImportResult] {
        do {
            return try queue.write { db in
                var results: [TagImportResult] = []
                for file in work.files {
                    results.append(try Self.bringIn(file, of: work, now, db) { done, total throws(TagError) in
                        try progress(file.source, done, total)
                    })
                }
                if let folder = work.folder {
                    results += try Self.end(Set(work.files.map(\.source)), under: folder.prefix, work, now, db)
                }
                return results
            }
        } catch { throw Self.explain(error, path) }
    }

    private static func bringIn(
        _ file: TagImport.File, of work: TagImport, _ now: UTCTime, _ db: Database,
        progress: @escaping (UInt64, UInt64) throws(TagError) -> Void
    ) throws -> TagImportResult {
        let source = try SourceBytes(path: file.path, progress: progress)
        let name = (file.path as NSString).lastPathComponent
        guard let format = work.format ?? TagFormat.recognised(name: source.name, head: source.beginning) else {
            throw TagError(
                "\(VisibleText.escape(name)): its name does not tell what it is. Say it with --format: "
                    + "\(TagFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let writer = try EditionWriter(db, source: file.source)
        let intake = TagIntake(
            file: name, keepsUnverified: work.keepsUnverified,
            take: { (tag) throws(TagError) in try writer.take(tag) },
            takeActor: { (actor) throws(TagError) in try writer.take(actor) })
        try format.read(source, into: intake, defaults: work.defaults) { (name) throws(TagError) in
            try work.include(name, from: file.path)
        }
        // What follows the last byte that a reader needed belongs to the file's hash too.
        while try source.next() != nil {}
        return try writer.finish(
            TagEdition(
                number: writer.number, source: file.source, format: format.rawValue, file: name, sha256: source.sha256,
                origin: work.origin, issued: work.issued ?? intake.issued, imported: now),
            intake)
    }

    /// Ends the claims of the sources under `prefix` that a folder no longer has.
    private static func end(
        _ present: Set<String>, under prefix: String, _ work: TagImport, _ now: UTCTime, _ db: Database
    ) throws -> [TagImportResult] {
        let names = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT source.name FROM source JOIN claim ON claim.source = source.id AND claim.removed IS NULL
                WHERE substr(source.name, 1, ?) = ? ORDER BY source.name
                """, arguments: [prefix.count + 1, prefix + "/"])
        return try names.filter { !present.contains($0) }.map { name in
            let writer = try EditionWriter(db, source: name)
            let intake = TagIntake(file: name, keepsUnverified: true, take: { _ in }, takeActor: { _ in })
            return try writer.finish(
                TagEdition(
                    number: writer.number, source: name, format: "none", file: "", sha256: "", origin: work.origin,
                    issued: work.issued, imported: now), intake)
        }
    }
}

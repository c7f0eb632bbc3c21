import Casework
import Crypto
import Encoding
import Evidence
import Foundation
import Ledger

/// The evidence summary as files.
enum SummaryFiles {
    /// The two forms of a summary.
    enum Form: String, CaseIterable {
        case md, html

        func text(of summary: EvidenceSummary) -> String {
            switch self {
            case .md: summary.markdown()
            case .html: summary.html()
            }
        }
    }

    struct Written {
        var path: String
        var sha256: String
        var bytes: Int
        /// False when a file with these bytes was there already.
        var isNew: Bool
    }

    /// Writes both forms beside the case, named after the event they stand for: `lantern-summary-412.html`.
    ///
    /// A file of that name with other bytes, made from another ledger, stays; the new one gets a number.
    static func write(of store: CaseStore, ledger: any UTXOReader) async throws -> [Written] {
        let summary = try await EvidenceSummary.make(of: store.current, ledger: ledger)
        return try Form.allCases.map { try write(summary, $0, besides: store.folder) }
    }

    /// Summaries beside the case in `folder` that stand for `event` or a later one, by their paths.
    static func written(since event: UInt64, besides folder: String) -> [String] {
        let place = URL(fileURLWithPath: folder).standardizedFileURL
        let parent = place.deletingLastPathComponent().path
        let stem = "\(place.deletingPathExtension().lastPathComponent)-summary-"
        return ((try? PosixFiles().list(parent)) ?? []).filter { name in
            guard name.hasPrefix(stem), Form.allCases.contains(where: { name.hasSuffix(".\($0.rawValue)") }),
                let number = UInt64(name.dropFirst(stem.count).prefix { $0.isNumber })
            else { return false }
            return number >= event
        }.map { "\(parent)/\($0)" }
    }

    /// Writes one form beside the case in `folder`.
    static func write(_ summary: EvidenceSummary, _ form: Form, besides folder: String) throws(FileError) -> Written {
        try write(Array(form.text(of: summary).utf8), "summary-\(summary.subject.head)", form.rawValue, besides: folder)
    }

    /// Writes a file beside the case in `folder`, named after the case: `lantern-WHAT.EXTENSION`.
    ///
    /// A file of that name with other bytes stays; the new one gets a number.
    static func write(_ bytes: [UInt8], _ what: String, _ ext: String, besides folder: String) throws(FileError) -> Written {
        let place = URL(fileURLWithPath: folder).standardizedFileURL
        let stem = "\(place.deletingPathExtension().lastPathComponent)-\(what)"
        var number = 1
        while true {
            let name = number == 1 ? "\(stem).\(ext)" : "\(stem)-\(number).\(ext)"
            let path = place.deletingLastPathComponent().appendingPathComponent(name).path
            if let written = try write(bytes, to: path, replacing: false) { return written }
            number += 1
        }
    }

    /// Writes a file whole and durably; nil when one with other bytes is there and is not to be replaced.
    static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileError) -> Written? {
        let files = PosixFiles()
        var written = Written(
            path: path, sha256: Hex.text(SHA256.hash(data: bytes)), bytes: bytes.count, isNew: false)
        if let there = try files.status(path) {
            if !there.isFolder, there.bytes == bytes.count, try files.read(path, limit: bytes.count) == bytes {
                return written
            }
            guard replacing, !there.isFolder else { return nil }
        }
        let url = URL(fileURLWithPath: path)
        try files.replace(url.lastPathComponent, in: url.deletingLastPathComponent().path, with: bytes)
        written.isNew = true
        return written
    }
}

import Encoding

/// One import of one source: where its claims come from, to be named beside each of them.
public struct TagEdition: Hashable, Sendable {
    /// Counts the imports of this store, from 1.
    public var number: Int
    /// The source's short name, the same in all its editions: `ofac-sdn`, `graphsense`.
    public var source: String
    /// The kind of file: `tagpack`, `ofac-xml`, `csv`, ...
    public var format: String
    /// The name of the file or folder, without its path.
    public var file: String
    /// SHA-256 of the file's bytes, 64 hexadecimal digits; of a folder, of its files' names and hashes.
    public var sha256: String
    /// Where the file was got from, as the user says; empty when nobody said.
    public var origin: String
    /// The edition's own date, as the source or the user says.
    public var issued: UTCTime?
    public var imported: UTCTime

    public init(
        number: Int, source: String, format: String, file: String, sha256: String, origin: String, issued: UTCTime?,
        imported: UTCTime
    ) {
        self.number = number
        self.source = source
        self.format = format
        self.file = file
        self.sha256 = sha256
        self.origin = origin
        self.issued = issued
        self.imported = imported
    }

    /// The date it counts from: its own, else that of its import.
    public var date: UTCTime { issued ?? imported }
}

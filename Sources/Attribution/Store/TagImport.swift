import Encoding
import Foundation

/// What shall be imported: files, how to read them, and what the user says of them.
public struct TagImport: Sendable {
    /// A file with the name of its source.
    public struct File: Hashable, Sendable {
        public var path: String
        public var source: String
    }

    public var files: [File]
    /// The folder that was named, and what its sources' names begin with; nil for single files. Sources of that folder
    /// that it no longer has lose their claims.
    public var folder: (path: String, prefix: String)?
    /// Nil: told by name and first bytes.
    public var format: TagFormat?
    public var origin: String
    public var issued: UTCTime?
    public var defaults: TagDefaults
    public var keepsUnverified: Bool

    /// Finds the files at `paths`: a file is itself; of a folder every `.yaml` in it and below, headers left out.
    ///
    /// - Parameter source: what the claims shall go under; nil: the file's or folder's name.
    public init(
        paths: [String], source: String?, format: TagFormat? = nil, origin: String = "", issued: UTCTime? = nil,
        defaults: TagDefaults = TagDefaults(), keepsUnverified: Bool = false
    ) throws(TagError) {
        files = []
        self.format = format
        self.origin = origin
        self.issued = issued
        self.defaults = defaults
        self.keepsUnverified = keepsUnverified
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw TagError("\(VisibleText.escape(path)) is not there.")
            }
            let name = (path as NSString).lastPathComponent
            guard isFolder.boolValue else {
                files.append(File(path: path, source: source ?? Self.stem(name)))
                continue
            }
            guard folder == nil else { throw TagError("Two folders were named. Import them one after the other.") }
            let prefix = source ?? name
            folder = (path, prefix)
            let names = (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted()
            for name in names where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                let last = (name as NSString).lastPathComponent
                if last == "header.yaml" || last == "config.yaml" { continue }
                files.append(File(path: path + "/" + name, source: prefix + "/" + Self.stem(name)))
            }
            guard !files.isEmpty else {
                throw TagError("\(VisibleText.escape(path)) has no .yaml file in it. Name the files of other kinds one by one.")
            }
        }
        for (k, file) in files.enumerated() where files[..<k].contains(where: { $0.source == file.source }) {
            throw TagError(
                "Two files would go under the source \(VisibleText.escape(file.source)). Import them one by one, each with "
                    + "its own --source.")
        }
    }

    /// `sdn_advanced.xml.bz2` is `sdn_advanced`.
    static func stem(_ name: String) -> String {
        var stem = name
        for suffix in [".bz2", ".yaml", ".yml", ".xml", ".csv", ".json", ".txt"] where stem.hasSuffix(suffix) {
            stem.removeLast(suffix.count)
        }
        return stem
    }

    /// The bytes of a header that a pack in `folder` of a file includes: beside the file or in a folder above it, not
    /// above the folder that was named.
    func include(_ name: String, from file: String) throws(TagError) -> [UInt8]? {
        guard !name.contains("/"), !name.hasPrefix(".") else {
            throw TagError("\(VisibleText.escape(file)) includes \(VisibleText.escape(name)): only a file's name is allowed.")
        }
        var place = (file as NSString).deletingLastPathComponent
        let top = folder?.path ?? place
        while true {
            let path = place + "/" + name
            if FileManager.default.fileExists(atPath: path) {
                return try SourceBytes(path: path, progress: { _, _ in }).all(cap: 1 << 20)
            }
            if place == top || place.utf8.count <= top.utf8.count { return nil }
            place = (place as NSString).deletingLastPathComponent
        }
    }
}

/// What importing one file did.
public struct TagImportResult: Hashable, Sendable {
    public var edition: TagEdition
    /// Claims in the file; 0 for the description of actors.
    public var claims: Int
    public var added: Int
    /// Claims of the same party about the same address that now say something else.
    public var changed: Int
    public var removed: Int
    /// Addresses kept verbatim because their network's codec does not accept them.
    public var unverified: Int
    /// Entries without an address, left out.
    public var empty: Int
    public var actors: Int
    /// The newest edition of the source has the same bytes: nothing was written.
    public var isRepeated: Bool
}

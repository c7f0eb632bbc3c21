import Foundation
import Ledger

/// A file of an import and what it is.
struct Source: Hashable, Sendable {
    let path: String
    let kind: SourceKind
    let size: Int
    /// See `SourceFile.key`.
    let key: [UInt8]
    /// When it was last changed, in nanoseconds since 1970: part of an import's fingerprint.
    let changed: Int64

    func open() throws(LedgerError) -> SourceFile {
        let file = try SourceFile(path)
        file.key = key
        guard file.size >= size else {
            throw LedgerError("\(file.name) became shorter while it was imported.")
        }
        return file
    }
}

/// Finds and sniffs the files that the paths of an import name.
enum SourceList {
    /// The files of `paths`, in the order given; a folder stands for its `blk*.dat` files by name. A file given twice
    /// counts once.
    static func find(_ paths: [String]) throws(LedgerError) -> [Source] {
        guard !paths.isEmpty else { throw LedgerError("No file was given to import.") }
        var files: [String] = []
        for path in paths { files += try expand(path) }
        var seen: Set<String> = []
        var sources: [Source] = []
        for path in files where seen.insert(URL(filePath: path).resolvingSymlinksInPath().path).inserted {
            sources.append(try sniff(path))
        }
        return sources
    }

    private static func expand(_ path: String) throws(LedgerError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw LedgerError("\(SourceFile.name(path)) does not exist.")
        }
        guard isFolder.boolValue else { return [path] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw LedgerError("The folder \(SourceFile.name(path)) cannot be read.")
        }
        let blocks = names.filter { $0.hasPrefix("blk") && $0.hasSuffix(".dat") }.sorted()
        guard !blocks.isEmpty else {
            throw LedgerError("The folder \(SourceFile.name(path)) holds no blk*.dat file.")
        }
        // Bitcoin Core fills its last file with zeros ahead of time; one that holds nothing yet is no error in a folder.
        var files: [String] = []
        for name in blocks {
            let file = URL(filePath: path).appending(path: name).path
            let opened = try SourceFile(file)
            opened.key = try maskKey(beside: file)
            if opened.size > 0, try opened.firstNonZero(from: 0) != nil { files.append(file) }
        }
        return files
    }

    private static func sniff(_ path: String) throws(LedgerError) -> Source {
        let file = try SourceFile(path)
        let magic = try file.peek(at: 0, count: 4)
        // A file that shows its magic is not masked, whatever lies beside it: somebody unmasked a copy.
        if !Chain.all.contains(where: { $0.magic == magic }), URL(filePath: path).pathExtension == "dat" {
            let masked = try SourceFile(path)
            masked.key = try maskKey(beside: path)
            if !masked.key.isEmpty, let kind = try? Sniffer.kind(of: masked) {
                return source(masked, kind)
            }
        }
        return source(file, try Sniffer.kind(of: file))
    }

    private static func source(_ file: SourceFile, _ kind: SourceKind) -> Source {
        var status = stat()
        stat(file.path, &status)
        let changed = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        return Source(path: file.path, kind: kind, size: file.size, key: file.key, changed: changed)
    }

    /// The key in `xor.dat` beside the file; empty when there is none or it is all zeros.
    private static func maskKey(beside path: String) throws(LedgerError) -> [UInt8] {
        let keyPath = URL(filePath: path).deletingLastPathComponent().appending(path: "xor.dat").path
        guard FileManager.default.fileExists(atPath: keyPath) else { return [] }
        let file = try SourceFile(keyPath)
        let key = try file.peek(at: 0, count: 9)
        guard key.count == 8 else {
            throw LedgerError("\(file.name) should hold the 8 bytes that mask the block files and holds \(file.size).")
        }
        return key.allSatisfy { $0 == 0 } ? [] : key
    }
}

import Crypto
import Encoding
import Foundation
import Ledger

/// Where the user's state folder keeps what is only a view of a case, and which ledger it was last opened with.
struct ViewFile {
    let path: String

    /// The file for a case folder; its name follows from the folder's path, which is also written inside.
    init(casePath: String, folders: UserFolders = UserFolders()) {
        let digest = Hex.text(SHA256.hash(data: Data(casePath.utf8)).prefix(12))
        path = folders.state + "/views/\(digest).json"
    }

    struct Contents {
        var ledger: String?
        var view: JSONValue?
    }

    /// What was kept; empty when there is nothing, or nothing that can be read: a view is never a reason to fail.
    func read() -> Contents {
        guard let data = FileManager.default.contents(atPath: path), let document = try? JSONValue.parse(Array(data)) else {
            return Contents()
        }
        return Contents(ledger: document["ledger"]?.stringValue, view: document["view"])
    }

    /// Replaces the file whole. Returns what went wrong, as a sentence.
    func write(casePath: String, ledger: String?, view: JSONValue) -> String? {
        let document: JSONValue = ["case": .string(casePath), "ledger": .optional(ledger), "view": view]
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let temporary = path + ".\(ProcessInfo.processInfo.processIdentifier)"
            guard
                FileManager.default.createFile(
                    atPath: temporary, contents: Data(document.canonical()), attributes: [.posixPermissions: 0o600])
            else { return "The view could not be kept: \(temporary) cannot be written." }
            guard rename(temporary, path) == 0 else {
                unlink(temporary)
                return "The view could not be kept: \(path) cannot be replaced."
            }
            return nil
        } catch {
            return "The view could not be kept: \(error.localizedDescription)"
        }
    }
}

/// Which case was open last, so that `clew` alone takes it up again.
struct LastCase {
    private let path: String

    init(folders: UserFolders = UserFolders()) { path = folders.state + "/last-case" }

    func read() -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        return text.hasPrefix("/") && FileManager.default.fileExists(atPath: text) ? text : nil
    }

    func write(_ casePath: String) {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(casePath.utf8), attributes: [.posixPermissions: 0o600])
    }
}

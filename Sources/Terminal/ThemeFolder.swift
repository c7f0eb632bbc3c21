import Screen

import Glibc

/// The user's own themes: `NAME.yaml` in a folder, in front of those that come with Clew.
public struct ThemeFolder: Sendable {
    public let path: String

    /// - Parameter path: usually `themes` in the user's configuration folder; it need not exist.
    public init(_ path: String) { self.path = path }

    /// The theme called `name`.
    ///
    /// - Throws: when there is none, or its file has an error.
    public func theme(named name: String) throws(ThemeError) -> Theme {
        guard ThemeLibrary.isName(name) else {
            throw ThemeError(
                file: TextFit.elide(name, cells: 40),
                reason: "This is no name of a theme: small letters, digits and hyphens.")
        }
        let file = path + "/" + name + ".yaml"
        if let bytes = try read(file) { return try ThemeLibrary.read(bytes, file: file) }
        if let theme = try ThemeLibrary.embedded(name) { return theme }
        throw ThemeError(
            file: name,
            reason: "There is no such theme. There are \(ThemeLibrary.names.joined(separator: ", ")), and any NAME.yaml "
                + "in \(path).")
    }

    private func read(_ file: String) throws(ThemeError) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ThemeError(file: file, reason: "It cannot be opened: \(systemReason(errno)).")
        }
        defer { _ = close(descriptor) }
        // One byte more than a theme may have: the reader says what is wrong with it.
        var bytes = [UInt8](repeating: 0, count: 64 * 1024 + 1)
        var used = 0
        while used < bytes.count {
            let room = bytes.count - used
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + used }, room) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ThemeError(file: file, reason: "It cannot be read: \(systemReason(errno)).")
            }
            if count == 0 { break }
            used += count
        }
        return Array(bytes[..<used])
    }
}

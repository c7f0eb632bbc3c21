#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A system call that failed.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call: `open`, `write`, `fsync`, ...
    public let call: String
    /// The file or folder.
    public let path: String
    /// The value of errno.
    public let code: Int32

    public init(call: String, path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// No room is left on the disk or in the user's quota.
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    /// Writing is not allowed here: by permission or because the medium is read-only.
    public var isNotPermitted: Bool { [EACCES, EPERM, EROFS].contains(code) }

    /// The code for a file that is no longer where it was opened.
    static let goneCode = ENOENT

    /// What was wrong, where, and what to do.
    public var sentence: String {
        let place = "\(path) (\(call))"
        return switch code {
        case ENOSPC: "the disk is full at \(place). Make room and try again."
        case EDQUOT: "the disk quota is used up at \(place). Make room and try again."
        case EACCES, EPERM: "permission is missing for \(place). Check who owns it and its mode."
        case EROFS: "the medium is read-only at \(place). Copy the case to a disk that can be written."
        case EIO: "the disk reports an error at \(place). Copy the case to another disk before doing anything else."
        case ENOENT: "nothing is at \(place)."
        case EEXIST, ENOTEMPTY: "something is already at \(place)."
        case ENOTDIR: "a part of \(place) is not a folder."
        case ELOOP: "a symbolic link stands at \(place), which is not followed."
        case EFBIG: "the file is larger than what is read or written in one piece at \(place)."
        case EMFILE, ENFILE: "too many files are open, at \(place). Close other programs and try again."
        default: "\(String(cString: strerror(code))) at \(place)."
        }
    }

    /// The sentence.
    public var description: String { sentence }
}

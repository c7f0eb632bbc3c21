import Encoding
import Foundation

/// A file written beside its place and moved there when it is whole.
struct StagedFile {
    private let target: String
    private let staging: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 20

    /// Makes the folders on the way and opens the file for writing.
    init(_ target: String) throws(SimulationError) {
        self.target = target
        staging = target + ".part"
        do {
            let folder = URL(fileURLWithPath: target).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: staging))
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: staging))
        } catch { throw Self.failure(target, error) }
    }

    mutating func append(_ bytes: [UInt8]) throws(SimulationError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Moves the file to its place, over one that is there.
    mutating func finish() throws(SimulationError) {
        try flush()
        do {
            try handle.synchronize()
            try handle.close()
        } catch { throw Self.failure(target, error) }
        // `FileManager` refuses to move over a file; the system call replaces it in one step.
        guard rename(staging, target) == 0 else {
            throw SimulationError(
                "\(VisibleText.escape(target)) could not be written: \(String(cString: strerror(errno))).")
        }
    }

    /// Removes what was written so far. Does nothing after `finish`.
    func abandon() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: staging)
    }

    private mutating func flush() throws(SimulationError) {
        do { try handle.write(contentsOf: Data(buffer)) } catch { throw Self.failure(target, error) }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ target: String, _ error: any Error) -> SimulationError {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        let reason =
            cause.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(truncatingIfNeeded: cause.code))) : error.localizedDescription
        return SimulationError(
            "\(VisibleText.escape(target)) could not be written: \(VisibleText.escape(reason)). "
                + "Check the folder's permissions and the free space.")
    }
}

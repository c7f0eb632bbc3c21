import Encoding
import Foundation
import Workbench

/// The events of a session as a file, one a line: for a bug report, and to do the same again.
///
/// What was typed is in it, notes too. The file is private to the user.
final class SessionRecorder: @unchecked Sendable {
    private let file: FileHandle

    /// Makes the file; one of that name must not be there.
    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw failure("\(path) cannot be made: \(String(cString: strerror(errno))). Name a file that is not there yet.")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes an event at once, so that a crash does not take it away.
    func record(_ event: TerminalEvent) {
        try? file.write(contentsOf: Data(event.json.canonical()) + [0x0A])
    }

    /// The events of a file.
    static func events(of path: String) throws -> [TerminalEvent] {
        guard let data = FileManager.default.contents(atPath: path) else { throw failure("\(path) cannot be read.") }
        guard data.count <= 64 << 20 else { throw failure("\(path) is larger than 64 MiB: that is no session.") }
        var events: [TerminalEvent] = []
        for (number, line) in data.split(separator: 0x0A).enumerated() {
            guard let event = (try? JSONValue.parse(Array(line))).flatMap(TerminalEvent.init(json:)) else {
                throw failure("\(path), line \(number + 1): this is no event of a session that --record wrote.")
            }
            events.append(event)
        }
        return events
    }
}

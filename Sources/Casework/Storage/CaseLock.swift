import Encoding

/// Who writes a case, as `case.lock` says it.
public struct LockHolder: Hashable, Sendable {
    /// Who holds the lock.
    public var author: String
    /// The name of the machine.
    public var host: String
    /// The process id on that machine.
    public var process: Int64
    /// When it was taken.
    public var since: UTCTime

    public init(author: String, host: String, process: Int64, since: UTCTime) {
        self.author = author
        self.host = host
        self.process = process
        self.since = since
    }

    /// `MK (process 4711 on desk-7) since 2024-04-05 16:20:41 UTC`
    public var text: String {
        "\(VisibleText.escape(author)) (process \(process) on \(VisibleText.escape(host))) since \(since.evidence)"
    }

    var json: JSONValue {
        [
            "author": .string(author), "host": .string(host), "process": .integer(process),
            "since": .string(since.rfc3339),
        ]
    }

    init?(json: JSONValue) {
        guard let author = json["author"]?.stringValue, let host = json["host"]?.stringValue,
            let process = json["process"]?.integerValue,
            let since = json["since"]?.stringValue.flatMap(UTCTime.init(rfc3339:))
        else { return nil }
        self.init(author: author, host: host, process: process, since: since)
    }
}

/// The right to write a case, held by flock(2) on a file of its own that is never renamed or removed.
///
/// The kernel lets go of it when the process ends in whatever way; what the file says only tells others who holds it.
struct CaseLock: Sendable {
    static let name = "case.lock"

    private let file: OpenFile

    /// Takes the lock of the case in `folder`, or throws `locked` with who has it.
    static func take(in folder: String, context: CaseContext, files: some FileIO) throws(CaseLockFailure) -> CaseLock {
        let path = "\(folder)/\(name)"
        do {
            let file = try files.open(path, .readWrite)
            do {
                guard try files.lock(file) else {
                    try? files.close(file)
                    throw CaseLockFailure.held(holder(in: folder, files: files))
                }
                let holder = LockHolder(
                    author: context.author, host: Machine.host, process: Machine.process, since: context.now())
                try files.truncate(file, to: 0)
                try files.writeAll(holder.json.canonical() + [UInt8(ascii: "\n")], to: file)
            } catch let error as FileError {
                try? files.close(file)
                throw CaseLockFailure.storage(error)
            }
            return CaseLock(file: file)
        } catch let error as CaseLockFailure {
            throw error
        } catch let error as FileError {
            throw .storage(error)
        } catch {
            throw .held(nil)
        }
    }

    func release(_ files: some FileIO) { try? files.close(file) }

    static func holder(in folder: String, files: some FileIO) -> LockHolder? {
        guard let bytes = try? files.read("\(folder)/\(name)", limit: 1 << 16),
            let json = try? JSONValue.parse(bytes)
        else { return nil }
        return LockHolder(json: json)
    }
}

enum CaseLockFailure: Error {
    case held(LockHolder?)
    case storage(FileError)
}

import Encoding
import Glibc

/// What can be told of a case at a glance: what `case.json` says and the last events of the journal, nothing of it verified.
///
/// For lists of many cases. Reads `case.json` and the end of the journal, never the whole of it.
public struct CaseGlance: Sendable {
    /// The case as `case.json` has it; events that were written since are not in it.
    public let value: Case
    /// Events of the journal.
    public let events: UInt64
    /// The last of them, oldest first, without titles: the last one, and those after the event that was asked about.
    public let recent: [JournalEvent]

    /// Bytes of the journal that are read at most, from its end.
    static let tail = 256 << 10

    /// When something was last written.
    public var lastChange: UTCTime { recent.last?.time ?? value.created }

    /// - Parameter since: the last event that is known already; nil asks for the last event alone.
    ///
    /// Throws `notFound` when there is no case, `refused` when its `case.json` cannot be read: the journal may still be whole.
    public init(of folder: String, since: UInt64? = nil, files: any FileIO = PosixFiles()) throws(CaseError) {
        do {
            guard let status = try files.status("\(folder)/\(CaseStoreState.journalName)") else {
                throw CaseError(.notFound, "\(VisibleText.escape(folder)) is no case: it has no \(CaseStoreState.journalName).")
            }
            let bytes = try files.read("\(folder)/\(CaseDocument.name)", limit: CaseOpening.journalLimit)
            guard let json = try? JSONValue.parse(bytes, limits: JSONLimits(documentBytes: CaseOpening.journalLimit)),
                let head = json["head"].flatMap(CaseHead.init(json:)), let value = Case(json: json)
            else { throw CaseError(.refused, "\(CaseDocument.name) cannot be read; opening the case makes it anew.") }
            self.value = value
            let from = max(0, status.bytes - Self.tail)
            let end = Self.read("\(folder)/\(CaseStoreState.journalName)", from: from)
            var lines = end.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            if from > 0 { lines = lines.dropFirst() }
            // Events after those that case.json stands for.
            var newer = 0
            if let sealed = head.journal?.bytes, sealed < status.bytes, sealed >= from {
                newer = end[(sealed - from)...].count { $0 == UInt8(ascii: "\n") }
            }
            let total = head.event + UInt64(newer)
            let unknown = since.map { total > $0 ? total - $0 : 0 } ?? 0
            events = total
            recent = lines.suffix(max(1, Int(clamping: unknown))).compactMap { try? JournalEvent(line: $0) }
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The case could not be looked at")
        } catch {
            throw CaseError(.refused, "The case could not be looked at.")
        }
    }

    /// The bytes of a file from a place on; what cannot be read is left out.
    private static func read(_ path: String, from: Int) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { Glibc.close(file) }
        var bytes = [UInt8](repeating: 0, count: tail)
        var count = 0
        while count < bytes.count {
            let room = bytes.count - count
            let got = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress.map { $0 + count }, room, off_t(from + count)) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return Array(bytes[..<count])
    }
}

import Casework
import Encoding
import Foundation
import Synchronization
import Workbench

/// The cases of the user for the list of the workbench: those in the folder of cases, and others that were open here.
struct CaseCatalogue: Sendable {
    var folders = UserFolders()
    /// Ledgers that were looked at: many cases share one.
    private let ledgers = ReadableLedgers()

    /// What the user's state folder says of a case that was open here.
    private struct Visit {
        var time: Date
        var seen: UInt64?
        var ledger: String?
    }

    /// Tells of all cases, those open here last first, some at a time so that the first are there at once.
    func read(_ tell: ([CaseEntry], _ isLast: Bool) -> Void) {
        let visits = self.visits()
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folders.cases)) ?? []).sorted()
        var places = Set(visits.keys)
        places.formUnion(names.map { "\(folders.cases)/\($0)" })
        let there = places.filter { FileManager.default.fileExists(atPath: $0 + "/journal.jsonl") }
        func time(_ folder: String) -> Date { visits[folder]?.time ?? Self.changed(folder + "/journal.jsonl") }
        let times = Dictionary(there.map { ($0, time($0)) }, uniquingKeysWith: { a, _ in a })
        let ordered = there.sorted { a, b in
            let (first, second) = (times[a] ?? .distantPast, times[b] ?? .distantPast)
            return first == second ? a < b : first > second
        }
        let today = UTCTime.now.date
        var batch: [CaseEntry] = []
        for (place, folder) in ordered.enumerated() {
            batch.append(entry(folder, visits[folder], today))
            guard place + 1 < ordered.count, batch.count >= (place < 50 ? 25 : 100) else { continue }
            tell(batch, false)
            batch = []
        }
        tell(batch, true)
    }

    /// Whether the journal of a case holds: all of it is read.
    func standing(of folder: String) -> CaseEntry.Standing {
        if let held = Self.held(folder) { return held }
        do throws(CaseError) {
            let store = try CaseStore.open(at: folder, context: .system(author: Author.name), readOnly: true)
            guard let reason = store.readOnlyReason, reason != OpenCase.readerReason else { return .intact }
            return .broken(reason)
        } catch { return .broken(error.sentence) }
    }

    private func entry(_ folder: String, _ visit: Visit?, _ today: String) -> CaseEntry {
        let looked = visit.map { UTCTime(milliseconds: Int64($0.time.timeIntervalSince1970 * 1000)) }
        do throws(CaseError) {
            let glance = try CaseGlance(of: folder, since: visit?.seen)
            let value = glance.value
            var entry = CaseEntry(
                folder: folder, name: value.name, question: value.question, chain: value.chain.name, items: value.items.count,
                findings: value.records.count { if case .finding = $0.content { true } else { false } },
                events: glance.events, lastChange: glance.lastChange, lookedAt: looked, due: value.due(on: today),
                hasLedger: hasLedger(folder, value.chain.name, visit))
            if let seen = visit?.seen {
                entry.news = glance.events > seen ? glance.events - seen : 0
                entry.newsBy = Self.authors(glance.recent.suffix(Int(clamping: entry.news ?? 0)))
            }
            if let held = Self.held(folder) { entry.standing = held }
            return entry
        } catch {
            let name = ((folder as NSString).lastPathComponent as NSString).deletingPathExtension
            return CaseEntry(folder: folder, name: name, lookedAt: looked, standing: .broken(error.sentence))
        }
    }

    private static func held(_ folder: String) -> CaseEntry.Standing? {
        CaseStore.writer(of: folder).map { holder in
            .inUse(holder.process == Int64(ProcessInfo.processInfo.processIdentifier) ? "here" : holder.author)
        }
    }

    private static func authors(_ events: ArraySlice<JournalEvent>) -> [CaseEntry.Author] {
        Dictionary(grouping: events, by: \.author).map { CaseEntry.Author(name: $0.key, events: $0.value.count) }
            .sorted { ($1.events, $0.name) < ($0.events, $1.name) }
    }

    /// Whether a case would open with a ledger: one that this build does not read is none.
    private func hasLedger(_ folder: String, _ chain: String, _ visit: Visit?) -> Bool {
        ledgers.isReadable(visit?.ledger ?? SampleCase.ledger(ofCopy: folder, folders: folders) ?? folders.ledger(of: chain))
    }

    private static func changed(_ path: String) -> Date {
        (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date) ?? .distantPast
    }

    /// The cases that were open here, by their folders.
    private func visits() -> [String: Visit] {
        let place = folders.state + "/views"
        var visits: [String: Visit] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] where name.hasSuffix(".json") {
            let path = place + "/" + name
            guard let data = FileManager.default.contents(atPath: path), let json = try? JSONValue.parse(Array(data)),
                let folder = json["case"]?.stringValue
            else { continue }
            visits[folder] = Visit(
                time: Self.changed(path), seen: json["view"]?["seen"]?.integerValue.flatMap { UInt64(exactly: $0) },
                ledger: json["ledger"]?.stringValue)
        }
        return visits
    }
}

/// Which ledgers this build reads, each opened once as long as its manifest is the same.
private final class ReadableLedgers: Sendable {
    private struct Look {
        var manifest: [UInt8]
        var isReadable: Bool
    }

    private let looks = Mutex<[String: Look]>([:])

    func isReadable(_ folder: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: folder + "/MANIFEST") else { return false }
        let manifest = Array(data)
        if let look = looks.withLock({ $0[folder] }), look.manifest == manifest { return look.isReadable }
        let isReadable = (try? LedgerOpening.open(at: folder)) != nil
        looks.withLock { $0[folder] = Look(manifest: manifest, isReadable: isReadable) }
        return isReadable
    }
}

import Casework
import Encoding
import Foundation

/// All cases of the user, for looking through them at once.
enum CaseLibrary {
    struct Entry {
        let folder: String
        /// Nil where the case could not be opened.
        let value: Case?
        /// What is wrong with it; nil when nothing is.
        let trouble: String?
    }

    /// The cases in the given folders, each a case or a folder of cases; the user's folder of cases when none is named.
    static func entries(_ places: [String]) -> [Entry] {
        let folders = places.isEmpty ? [UserFolders().cases] : places.map(absolute)
        var cases: [String] = []
        for folder in folders {
            if FileManager.default.fileExists(atPath: folder + "/journal.jsonl") {
                cases.append(folder)
            } else {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                cases += names.sorted().map { "\(folder)/\($0)" }.filter {
                    FileManager.default.fileExists(atPath: $0 + "/journal.jsonl")
                }
            }
        }
        return cases.map { folder in
            do throws(CaseError) {
                let store = try CaseStore.open(at: folder, context: .system(author: Author.name), readOnly: true)
                let reason = store.readOnlyReason.flatMap { $0 == OpenCase.readerReason ? nil : $0 }
                return Entry(folder: folder, value: store.current, trouble: reason)
            } catch { return Entry(folder: folder, value: nil, trouble: error.sentence) }
        }
    }

    /// Other cases of the user that name a subject, by their names.
    static func others(naming subjects: Set<CaseSubject>, than folder: String) -> [(subject: CaseSubject, cases: [String])] {
        guard !subjects.isEmpty else { return [] }
        let others = entries([]).filter { URL(fileURLWithPath: $0.folder).standardized != URL(fileURLWithPath: folder).standardized }
        return subjects.sorted { $0.text < $1.text }.compactMap { subject in
            let names = others.filter { $0.value?.subjects.contains(subject) == true }.compactMap { $0.value?.name }
            return names.isEmpty ? nil : (subject, names)
        }
    }

    /// Other copies of a case among those of the user, by their folders.
    static func copies(of store: CaseStore, besides known: [String]) -> [String] {
        let first = store.events().first?.hash
        let own = Set((known + [store.folder]).map { URL(fileURLWithPath: $0).standardized })
        return entries([]).map(\.folder).filter { folder in
            guard !own.contains(URL(fileURLWithPath: folder).standardized),
                let other = try? CaseStore.open(at: folder, context: .system(author: Author.name), readOnly: true)
            else { return false }
            return other.events().first?.hash == first
        }
    }
}

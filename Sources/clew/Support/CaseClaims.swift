import Attribution
import Casework
import Encoding
import Foundation
import Ledger

/// What cases of the user say of addresses, as claims.
enum CaseClaims {
    /// Labels, roles and named clusters of a case.
    ///
    /// - Parameter hidesVictims: leaves out the labels of victims, which must not leave their case.
    static func records(of value: Case, hidesVictims: Bool) -> [TagRecord] {
        var records: [TagRecord] = []
        func add(
            _ text: String, _ label: String, _ role: CaseRole?, level: Tag.Level, context: String, added: UTCTime
        ) {
            guard let subject = try? TagSubject(address: text, network: value.chain.name) else { return }
            let isHidden = hidesVictims && role == .victim
            let shown = isHidden || label.isEmpty ? role.map { "a \($0.rawValue)" } ?? "" : label
            guard !shown.isEmpty else { return }
            records.append(
                TagRecord(
                    Tag(
                        subject: subject, label: shown, category: role?.rawValue ?? "", confidence: .forensicInvestigation,
                        level: level, claimed: added, context: context),
                    ofCase: value.name, head: value.headHash, made: added))
        }
        for item in value.items {
            guard case .address(let text) = item.subject else { continue }
            add(text, item.label, item.role, level: .address, context: "", added: item.added)
        }
        for record in value.records {
            guard case .cluster(let cluster) = record.content else { continue }
            for member in cluster.members {
                add(member, cluster.name, cluster.role, level: .cluster, context: cluster.rule, added: record.added)
            }
        }
        return records
    }

    /// The claims of the case that was named, and where asked for those of the user's other cases.
    static func asked(_ options: CaseOptions, others: Bool) throws -> [TagRecord] {
        guard let current = try named(options) else { return others ? self.others(than: nil) : [] }
        return records(of: current.value, hidesVictims: false) + (others ? self.others(than: current.folder) : [])
    }

    /// The case that was named by option or environment; nil where none was.
    static func named(_ options: CaseOptions) throws -> (folder: String, value: Case)? {
        let environment = ProcessInfo.processInfo.environment["CLEW_CASE"] ?? ""
        guard options.caseFolder != nil || !environment.isEmpty else { return nil }
        let folder = try options.folder()
        return (folder, try OpenCase.forReading(folder).current)
    }

    /// The claims of the user's other cases. Cases that cannot be opened say nothing here; `clew case list` names them.
    static func others(than folder: String?) -> [TagRecord] {
        let own = folder.map { URL(fileURLWithPath: $0).standardized }
        return CaseLibrary.entries([]).filter { URL(fileURLWithPath: $0.folder).standardized != own }
            .compactMap(\.value).flatMap { records(of: $0, hidesVictims: true) }
    }
}

extension Case {
    /// The addresses of interest, as they are written.
    var addresses: [String] {
        items.compactMap { if case .address(let text) = $0.subject { text } else { nil } }
    }
}

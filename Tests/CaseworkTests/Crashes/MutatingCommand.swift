import Casework

/// Everything that changes a case, one after the other, for the tests that break the disk under each.
struct MutatingCommand: Sendable, CustomStringConvertible {
    let name: String
    let run: @Sendable (CaseStore) throws -> Void

    var description: String { name }

    private static func change(_ name: String, _ change: CaseChange) -> MutatingCommand {
        MutatingCommand(name: name) { store in try store.apply(change) }
    }

    static let all: [MutatingCommand] = [
        change("add", .add(Sample.addresses[0])),
        change("add transaction", .add(Sample.transactions[0])),
        change("label", .label(Sample.addresses[0], "Collector")),
        change("role", .role(Sample.addresses[0], .suspect)),
        change("flag", .flag(Sample.addresses[1], true)),
        change("note", .note(Sample.addresses[0], text: "Received everything.")),
        change("edit note", .editNote(id: 7, text: "Received nearly everything.")),
        change("note on the case", .note(.wholeCase, text: "Opened after a referral.")),
        change("remove note", .removeNote(id: 7)),
        change("drop", .drop(Sample.transactions[0])),
        change("undo", .undo),
        change("undo again", .undo),
        change("redo", .redo),
        MutatingCommand(name: "exhibit") { store in
            try store.addExhibit(name: "answer.json", bytes: Array(repeating: 7, count: 3_000))
        },
        change("undo of the exhibit", .undo),
        MutatingCommand(name: "same exhibit again") { store in
            try store.addExhibit(name: "answer.json", bytes: Array(repeating: 7, count: 3_000))
        },
        change("colour", .colour(Sample.addresses[0], .red)),
        change("cluster", .record(.cluster(CaseCluster(
            name: "Collectors", role: .suspect, rule: "multi-input 1",
            members: ["12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"])))),
        change("finding", .record(.finding(Sample.finding))),
        MutatingCommand(name: "change of a record") { store in
            guard let record = store.current.records.last, case .finding(var finding) = record.content else { return }
            finding.remark = "Looked at twice."
            try store.apply(.changeRecord(id: record.id, .finding(finding)))
        },
        MutatingCommand(name: "note on a record") { store in
            guard let record = store.current.records.last else { return }
            try store.apply(.note(.record(record.id), text: "See there."))
        },
        change("method", .lockMethod(asset: "bitcoin", method: "fifo 1", reason: "Ordered by the court.")),
        change("marking", .mark(.amber)),
        change("retention", .retain(.wholeCase, until: "2029-12-31", reason: "Police act, section 14")),
    ]
}

import Encoding

/// What a change does to the records and terms of a case, and when it is refused.
extension Case {
    /// Bytes of the UTF-8 of the texts in a record.
    public static let recordLimit = 1 << 20

    func recordEdit(
        for change: CaseChange, event: UInt64, _ by: CaseSignature
    ) throws(CaseError) -> CaseEdit {
        switch change {
        case .link(let id, let other, let isLinked):
            let place = try place(ofNote: id)
            guard id != other, !isLinked || record(other) != nil || self.note(other) != nil else {
                throw .refused("The case has no other note or record \(other).")
            }
            var note = notes[place]
            note.links.removeAll { $0 == other }
            if isLinked { note.links.append(other) }
            return .note(.replace(note, at: place))
        case .record(let content):
            try check(content)
            let record = CaseRecord(id: event, content: content, author: by.author, added: by.time)
            return .record(.insert(record, at: recordList.count))
        case .changeRecord(let id, let content):
            try check(content)
            let place = try place(ofRecord: id)
            var record = records[place]
            guard record.content.kind == content.kind else {
                throw .refused("Record \(id) is a \(record.content.kind) and stays one.")
            }
            record.content = content
            record.changed = by
            record.review = CaseReview()
            return .record(.replace(record, at: place))
        case .removeRecord(let id):
            let place = try place(ofRecord: id)
            let count = noteList.count(on: .record(id))
            guard count == 0 else {
                throw .refused("\(count == 1 ? "1 note hangs" : "\(count) notes hang") on record \(id); remove the notes first.")
            }
            return .record(.remove(at: place))
        case .review(let id, let state):
            return try reviewed(id, state, by)
        case .lockMethod(let asset, let method, let reason):
            try Self.check(asset, "The asset", limit: Self.nameLimit, mayBeEmpty: false)
            try Self.check(method, "The method", limit: Self.nameLimit, mayBeEmpty: false)
            try Self.check(reason, "The reason", limit: 2_000, mayBeEmpty: false)
            let lock = MethodLock(asset: asset, method: method, reason: reason, signature: by)
            let place = methodList.place(of: lock.key)
            return .method(place.map { .replace(lock, at: $0) } ?? .insert(lock, at: methods.count))
        case .mark(let marking):
            return .marking(marking)
        case .retain(let target, let until, let reason):
            return try retained(target, until, reason)
        default:
            throw .refused("This is no change of a record.")
        }
    }

    /// What such a change does, in words.
    func recordTitle(of change: CaseChange) -> String {
        func named(_ id: UInt64) -> String {
            record(id).map { "\($0.content.kind) \(id) “\(VisibleText.escape($0.content.title))”" } ?? "record \(id)"
        }
        switch change {
        case .link(let note, let other, let isLinked):
            return isLinked ? "link from note \(note) to \(other)" : "link from note \(note) to \(other) removed"
        case .record(let content): return "\(content.kind) “\(VisibleText.escape(content.title))”"
        case .changeRecord(let id, _): return "change of \(named(id))"
        case .removeRecord(let id): return "removal of \(named(id))"
        case .review(let id, let state): return "\(named(id)): \(state.rawValue)"
        case .lockMethod(let asset, let method, _):
            return "method \(VisibleText.escape(method)) locked for \(VisibleText.escape(asset))"
        case .mark(let marking): return marking.map { "marked \($0.rawValue)" } ?? "marking removed"
        case .retain(let target, let until, _):
            return until.map { "\(target.text) is kept until \($0)" } ?? "retention date of \(target.text) removed"
        default: return ""
        }
    }

    /// Refuses a subject that names a record or note which the case does not have.
    func checkThere(_ subject: CaseSubject) throws(CaseError) {
        guard case .record(let id) = subject else { return }
        guard record(id) != nil || note(id) != nil else {
            throw .refused("The case has no record \(id).")
        }
    }

    private func reviewed(_ id: UInt64, _ state: ReviewState, _ by: CaseSignature) throws(CaseError) -> CaseEdit {
        let place = try place(ofRecord: id)
        var record = records[place]
        switch (state, record.content) {
        case (.draft, _): break
        case (_, .finding), (_, .report): break
        default: throw .refused("Only findings and reports are reviewed; record \(id) is a \(record.content.kind).")
        }
        let writer = record.changed?.author ?? record.author
        if state == .checked, Self.same(writer, by.author) {
            throw .refused("\(VisibleText.escape(writer)) wrote it; somebody else has to check it.")
        }
        if state == .approved, record.review.state != .checked {
            throw .refused("Record \(id) is a \(record.review.state.rawValue); only what is checked can be approved.")
        }
        record.review = CaseReview(state: state, signature: by)
        return .record(.replace(record, at: place))
    }

    private func retained(
        _ target: RetentionTarget, _ until: String?, _ reason: String
    ) throws(CaseError) -> CaseEdit {
        try Self.check(reason, "The reason", limit: 2_000, mayBeEmpty: until == nil)
        let place = retentionList.place(of: target)
        guard let until else {
            guard let place else { throw .refused("No retention date is set for \(target.text).") }
            return .retention(.remove(at: place))
        }
        try Self.checkDay(until, "The last day")
        switch target {
        case .wholeCase: break
        case .event(let number):
            guard number <= head else { throw .refused("The journal has no event \(number).") }
        case .exhibit(let sha256):
            guard exhibitList.place(of: sha256) != nil else {
                throw .refused("The case has no exhibit \(VisibleText.escape(sha256)).")
            }
        }
        let date = RetentionDate(target: target, until: until, reason: reason)
        return .retention(place.map { .replace(date, at: $0) } ?? .insert(date, at: retention.count))
    }

    private func check(_ content: CaseContent) throws(CaseError) {
        let noun = content.kind == "authority" ? "an authority" : "a \(content.kind)"
        try Self.check(content.title, "What names \(noun)", limit: 2_000, mayBeEmpty: false)
        guard content.json.canonical().count <= Self.recordLimit else {
            throw .refused("The \(content.kind) has more than \(Self.recordLimit) bytes. Add what is long as an exhibit.")
        }
        for subject in content.subjects { try checkThere(subject) }
        for day in content.days { try Self.checkDay(day, "The day") }
        if case .report(let report) = content {
            for id in report.findings {
                guard case .finding? = record(id)?.content else { throw .refused("The case has no finding \(id).") }
            }
        }
    }

    /// Refuses what is no day of the calendar in the form `2024-04-30`.
    static func checkDay(_ text: String, _ what: String) throws(CaseError) {
        guard UTCTime(rfc3339: text + "T00:00:00Z") != nil else {
            throw .refused("\(what) \(VisibleText.escape(text)) is no day in the form 2024-04-30.")
        }
    }

    private func place(ofRecord id: UInt64) throws(CaseError) -> Int {
        guard let place = recordList.place(of: id) else {
            throw .refused("The case has no record \(id).")
        }
        return place
    }
}

extension CaseContent {
    /// Everything it names.
    public var subjects: [CaseSubject] {
        switch self {
        case .cluster(let value): value.members.map { .address($0) }
        case .task(let value): value.subjects
        case .hypothesis(let value): value.evidence.map(\.subject)
        case .watch(let value): [value.subject]
        case .victim(let value): value.claims.compactMap(\.transfer)
        case .tagChoice(let value): [value.subject]
        case .finding, .authority, .report, .tagSet: []
        }
    }

    /// The days it names.
    var days: [String] {
        switch self {
        case .task(let value): [value.due].compactMap(\.self)
        case .watch(let value): [value.until].compactMap(\.self)
        case .victim(let value): [value.received].compactMap(\.self)
        case .authority(let value): [value.issued, value.until].compactMap(\.self)
        default: []
        }
    }
}

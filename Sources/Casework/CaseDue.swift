/// Something that a case wants done, or may not keep any longer, by a day.
public struct CaseDue: Hashable, Sendable {
    /// `2024-04-30`
    public var day: String
    /// `task 12: ask the exchange`; outside text is not escaped.
    public var what: String
    /// Who is to do it, why, or from whom; may be empty.
    public var why: String

    public init(day: String, what: String, why: String) {
        self.day = day
        self.what = what
        self.why = why
    }
}

extension Case {
    /// What is due on a day or was due before it, the oldest first: tasks that are not done, what may not be kept any longer,
    /// authorities that have ended.
    ///
    /// - Parameter day: `2024-04-30`
    public func due(on day: String) -> [CaseDue] {
        var all: [CaseDue] = []
        for date in retention where date.until < day {
            all.append(CaseDue(day: date.until, what: "keep no longer: \(date.target.text)", why: date.reason))
        }
        for record in records {
            switch record.content {
            case .task(let task):
                guard let due = task.due, !task.isDone, due <= day else { continue }
                all.append(CaseDue(day: due, what: "task \(record.id): \(task.title)", why: task.assignee))
            case .authority(let authority):
                guard let until = authority.until, until < day else { continue }
                all.append(
                    CaseDue(day: until, what: "\(authority.kind) \(authority.reference) has ended", why: authority.issuer))
            default: continue
            }
        }
        return all.sorted { ($0.day, $0.what) < ($1.day, $1.what) }
    }
}

/// Beginnings of notes that are written often.
public enum NoteTemplate: String, CaseIterable, Sendable {
    case statement, reply, call, observation

    /// The text to fill in.
    public var text: String {
        switch self {
        case .statement: "Statement of:\nTaken on (UTC):\nReference:\n\nSaid:\n"
        case .reply: "Reply of:\nTo the request of:\nReceived on (UTC):\nReference:\n\nSays:\n"
        case .call: "Call with:\nOn (UTC):\n\nSaid:\nTo do:\n"
        case .observation: "Seen:\nWhere:\nMeans, if true:\nWhat would speak against it:\n"
        }
    }

    /// The template after the one that `text` is; the first for an empty text; nil for a text of one's own.
    static func next(after text: String) -> NoteTemplate? {
        if text.allSatisfy(\.isWhitespace) { return .statement }
        guard let at = allCases.firstIndex(where: { $0.text == text }) else { return nil }
        return allCases[(at + 1) % allCases.count]
    }
}

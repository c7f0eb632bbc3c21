import Casework

extension CaseTask {
    /// A task as it is typed in one line: `Ask Harrow due:2024-05-31 for:MK`. A word that is neither a day it is due nor somebody who
    /// is to do it belongs to the title.
    init(typed text: String, about subjects: [CaseSubject]) {
        self.init(title: "", subjects: subjects)
        var title: [Substring] = []
        for word in text.split(separator: " ") {
            if let day = word.wholeMatch(of: #/due:(\d{4}-\d\d-\d\d)/#) {
                due = String(day.1)
            } else if word.hasPrefix("for:"), word.count > 4 {
                assignee = String(word.dropFirst(4))
            } else {
                title.append(word)
            }
        }
        self.title = title.joined(separator: " ")
    }
}

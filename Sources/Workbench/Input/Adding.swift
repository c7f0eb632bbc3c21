import Casework
import Ledger

/// Adding what was typed or pasted: one address or transaction, or several between blanks, commas or line breaks.
extension WorkbenchState {
    /// Adds all of them, or says what is wrong with the first that is wrong, adds nothing and stays.
    mutating func add(_ text: String, _ prompt: Prompt) -> [Effect] {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        var subjects: [CaseSubject] = []
        for word in words {
            do throws(AddressError) {
                let subject = try subject(of: word)
                if !subjects.contains(subject) { subjects.append(subject) }
            } catch {
                var prompt = prompt
                let which = words.count > 1 ? "None of the \(words.count) was added. " : ""
                // A mark for what was left out would be called a foreign character.
                let isShortened = word.contains { "\u{2026}\u{22EF}.*".contains($0) } && ShortenedID(word) != nil
                let reason = isShortened ? "only its ends are here; F looks through the ledger for them" : error.reason
                prompt.complaint = "\(which)“\(word)”: \(reason)."
                prompt.suggestion = error.suggestion.map { words.count > 1 ? text.replacing(word, with: $0) : $0 }
                input = .prompt(prompt)
                return []
            }
        }
        guard let last = subjects.last else { return [] }
        pane = .addresses
        list.filter = ItemFilter("")
        let fresh = subjects.filter { index.items[$0] == nil }
        if subjects.count > 1 {
            toast = .news("\(fresh.count) of \(subjects.count) added; \(subjects.count - fresh.count) already in the case.")
        }
        guard !fresh.isEmpty else {
            list.cursor = last
            if subjects.count == 1 { toast = .news("Already in the case.") }
            return followList(remember: false)
        }
        return fresh.flatMap { change(.add($0)) }
    }

    private func subject(of word: String) throws(AddressError) -> CaseSubject {
        if let id = TxID(word) { return .transaction(id) }
        return .address(try Address(word, on: openCase.chain).text(on: openCase.chain))
    }
}

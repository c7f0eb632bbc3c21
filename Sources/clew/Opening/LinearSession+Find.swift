import Ledger
import Screen
import Workbench

/// Finding in linear mode: what fits is read out with numbers, and gone to by one.
extension LinearSession {
    /// Answers the find sheet, which is open: one place is gone to at once, of several the one that is named.
    mutating func chooseFound(_ text: String) {
        send(.terminal(.paste(text)))
        // Each turn is a place gone to, or the ledger looked through for more.
        while case .find? = state.input {
            let places = state.found(text)
            let isSearched = state.ledgerSearch(for: text) != nil
            guard places.count != 1 || isSearched else {
                send(.terminal(.key(.enter)))
                continue
            }
            say(LinearPage.found(text, state))
            guard !places.isEmpty else { break }
            let answer = ask("go to: a number, or nothing")
            guard let number = Int(answer) else { break }
            guard (1...min(places.count, LinearPage.foundLimit)).contains(number) else {
                say(["There is no number \(number) here: 1 to \(min(places.count, LinearPage.foundLimit)) are."])
                break
            }
            send(.clicked(.choice(number - 1)))
        }
    }
}

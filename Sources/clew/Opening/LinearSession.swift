import Casework
import Encoding
import Evidence
import Foundation
import Ledger
import Screen
import Synchronization
import Workbench

/// The workbench in words: lines in, lines out. The same commands, state and effects as on the screen.
@MainActor
struct LinearSession {
    private(set) var state: WorkbenchState
    private let runner: EffectRunner
    private let inbox: Inbox
    private let keepView: (JSONValue) -> String?
    /// Questions whose answers are not part of the state.
    private var awaited = 0
    private var steps = 0

    /// Where workers leave their answers; the session waits for them between lines.
    private final class Inbox: Sendable {
        private let messages = Mutex<[Workbench.Message]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func post(_ message: Workbench.Message) {
            messages.withLock { $0.append(message) }
            arrived.signal()
        }

        func next() -> Workbench.Message? {
            arrived.wait()
            return messages.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }

    /// What is to be opened next; nil ends the program.
    var next: NextCase? { state.nextCase }
    private let desk: CaseDesk?
    private let notices: [String]

    init(state: WorkbenchState, opening: OpenCommand.Opening?, keepView: @escaping (JSONValue) -> String?) {
        let inbox = Inbox()
        self.inbox = inbox
        self.state = state
        self.keepView = keepView
        let desk = opening.map { CaseDesk($0.store) { inbox.post($0) } }
        self.desk = desk
        notices = opening?.notices ?? []
        runner = EffectRunner(desk: desk, ledger: opening?.ledger, ledgerPath: opening?.ledgerPath) { inbox.post($0) }
        // Nothing of a page is folded or cut: the screen it stands for is large.
        self.state.columns = 200
        self.state.rows = 60
        self.state.input = nil
    }

    /// Runs until the end of the input, or until the case is left. `complaint` is said first.
    mutating func run(_ complaint: String?) {
        for sentence in [complaint].compactMap({ $0 }) + notices { say([LinearPage.ascii(sentence)]) }
        carryOut(begin(&state))
        if state.hasCase { state.pane = state.graph == nil ? .addresses : .graph }
        settle()
        say(LinearPage.greeting(state, version: ClewVersion.current) + [""])
        show()
        while !state.isFinished {
            prompt("clew> ")
            guard let line = readLine() else { break }
            say([""])
            take(line)
        }
        if state.hasCase { _ = keepView(state.viewMemory) }
        runner.finish()
        desk?.store.close()
    }

    // MARK: Lines

    private mutating func take(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = words.first else { return }
        let rest = words.count > 1 ? words[1] : ""
        let page = LinearPage(state)
        if let number = Int(first) {
            guard page.places.indices.contains(number - 1) else {
                say(["There is no number \(number) here. Type list to hear the numbers."])
                return
            }
            steps += 1
            switch page.places[number - 1] {
            case .subject(let subject):
                send(.clicked(.place(subject)))
                say(["Step \(steps)."])
                show()
            case .row(let place):
                send(.clicked(.row(place)))
                say(LinearPage.selected(state).map(LinearPage.ascii))
            }
            return
        }
        switch first {
        case "?", "help", "palette", "menus": say(LinearPage.help(state))
        case "list": show()
        case "tour": say(Tour.steps)
        case "paste": takePage(rest)
        default:
            guard let command = CommandTable.command(named: first) else {
                say(["There is no command \"\(first)\". Type ? for what is possible here."])
                return
            }
            perform(command, rest, page)
        }
    }

    /// Offers what is found in a text of several lines, as a paste does on the screen.
    private mutating func takePage(_ first: String) {
        if let reason = CommandTable.obstacleToPaste(state) { return say(["Not now: \(LinearPage.ascii(reason))."]) }
        var lines = first.isEmpty ? [] : [first]
        if first.isEmpty {
            say(["Paste the text. A line with only a full stop ends it."])
            while let line = readLine(), line != "." { lines.append(line) }
        }
        carryOut([.scanPaste(lines.joined(separator: "\n"))])
        settle()
        guard case .pasted(let sheet)? = state.input else {
            if let toast = state.toast { say([LinearPage.ascii(toast.text)]) }
            return
        }
        say(LinearPage.pasted(sheet, state))
        let answer = ask("add: numbers, all, or nothing").split { $0 == " " || $0 == "," }.map(String.init)
        guard !answer.isEmpty, answer != ["nothing"] else {
            state.input = nil
            return say(["Nothing was added."])
        }
        let rows = sheet.found.rows
        let wanted = answer == ["all"] ? sheet.chosen : Set(answer.compactMap { Int($0).map { $0 - 1 } })
        if answer != ["all"], wanted.count < answer.count || !wanted.allSatisfy(rows.indices.contains) {
            state.input = nil
            return say(["Not done: numbers from 1 to \(rows.count) are here."])
        }
        let before = state.openCase.head
        for place in rows.indices where sheet.chosen.contains(place) != wanted.contains(place) { send(.clicked(.choice(place))) }
        send(.terminal(.key(.enter)))
        state.input = nil
        if let toast = state.toast { say([LinearPage.ascii(toast.text)]) }
        if state.openCase.head > before { show() }
    }

    private mutating func perform(_ command: Command, _ rest: String, _ page: LinearPage) {
        var text = rest
        if command.place == .selection, let number = rest.split(separator: " ").first.flatMap({ Int($0) }),
            page.places.indices.contains(number - 1)
        {
            // A number of another page says nothing of the rows that such a command acts on.
            if !command.panes.contains(state.pane), command.panes.isDisjoint(with: [.addresses, .graph]) {
                let panes = Pane.allCases.filter(command.panes.contains).map { $0.title.lowercased() }
                return say(["Not here: \(command.name) acts on a row of \(panes.joined(separator: ", ")). Go there first."])
            }
            switch page.places[number - 1] {
            case .subject(let subject): carryOut(state.point(at: subject, row: page.firstRow + number - 1))
            case .row(let place): send(.clicked(.row(place)))
            }
            text = rest.split(separator: " ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        } else if let count = Int(rest), command.place != .selection {
            state.count = count
            text = ""
        }
        defer { state.pointed = nil }
        if let reason = misunderstanding(command, text, hasNumber: text != rest, page) { return say([reason]) }
        let before = (head: state.openCase.head, pane: state.pane, focus: state.graph?.focus, table: tableStanding, page: LinearPage(state).lines, asOf: state.asOf)
        if !command.panes.contains(state.pane), let pane = Pane.allCases.first(where: command.panes.contains) { state.pane = pane }
        if let obstacle = command.obstacle(state) {
            state.pane = before.pane
            say(["Not now: \(LinearPage.ascii(obstacle))."])
            return
        }
        send(.clicked(.command(command.name)))
        state.count = nil
        answer(text, to: command)
        settle()
        if let toast = state.toast { say([LinearPage.ascii(VisibleText.escape(toast.text, keepingLines: true))]) }
        let isSaved = state.openCase.head > before.head && before.asOf == nil
        if isSaved {
            let subject = state.subject.map { " on\n" + $0.text } ?? ""
            say(["Saved as event \(AmountText.grouped(state.openCase.head)): \(command.name)\(subject)"])
        }
        if state.isFinished { return }
        let after = tableStanding
        // Who names the view that is shown wants to hear it.
        let isNamed = CommandTable.toShow(state.pane)?.name == command.name
        if isNamed || before.pane != state.pane || before.focus != state.graph?.focus || before.table.page != after.page {
            show()
        } else if before.table.cursor != after.cursor {
            say(LinearPage.selected(state).map(LinearPage.ascii))
        } else if !isSaved, before.page != LinearPage(state).lines {
            // A row says something else, such as that a finding holds, or the graph is drawn in another way.
            show()
        }
    }

    /// Why the words behind a command's name cannot be what was meant: a number that nothing has, or words where none are
    /// taken. Nothing is done then, least of all to what happens to be selected.
    private func misunderstanding(_ command: Command, _ text: String, hasNumber: Bool, _ page: LinearPage) -> String? {
        guard let first = text.split(separator: " ").first else { return nil }
        var trial = state
        if !command.panes.contains(trial.pane), let pane = Pane.allCases.first(where: command.panes.contains) { trial.pane = pane }
        guard command.obstacle(trial) == nil else { return nil }
        _ = command.run(&trial)
        let takesWords = trial.input != nil || trial.awaitsLetter != nil || command.name == "find"
        if command.place == .selection, !hasNumber, Int(first) != nil {
            let numbers = page.places.isEmpty ? "nothing has one" : "1 to \(page.places.count) are"
            return "There is no number \(first) here: \(numbers)."
                + (takesWords ? " For words that begin with a number type \(command.name) alone; it asks for them." : "")
        }
        guard !takesWords else { return nil }
        let number = command.place == .selection ? "a number of the list" : "a count"
        return "\(command.name) takes no words but \(number): \"\(LinearPage.ascii(VisibleText.escape(text)))\"."
    }

    /// What of a table is read out, and its cursor: what changed is read again.
    private var tableStanding: (page: [Int], cursor: Int) {
        switch state.pane {
        case .trace:
            guard let trace = state.openTrace else { return ([], 0) }
            return ([trace.number, trace.cursor / 40, trace.rows.count, trace.filter.hashValue], 0)
        case .cluster:
            guard let cluster = state.openCluster else { return ([], 0) }
            return ([cluster.number, cluster.cursor / 40, cluster.why == nil ? 0 : 1, cluster.members.count, cluster.filter.hashValue], 0)
        case .path: return ([state.openPath?.number ?? 0, state.openPath?.shown ?? 0], 0)
        default:
            guard let view = state.views[state.pane] else { return ([], 0) }
            let size = max(10, (state.tableRows ?? 41) - 1)
            return ([view.cursor / size, view.count, view.total, view.filterText.hashValue, view.order], view.cursor)
        }
    }

    /// Answers the questions that a command asked, one after the other: the first with what stood behind its name.
    private mutating func answer(_ text: String, to command: Command) {
        if state.awaitsLetter != nil {
            let letter = (text.isEmpty ? ask("letter") : text).first
            send(.terminal(.key(letter.map { .character($0) } ?? .escape)))
            return
        }
        var text = text.isEmpty ? nil : text
        while true {
            let before = state.input
            answerOnce(text, to: command)
            // A question that follows from the answer is another one; the same one again means that it was no answer.
            guard case .prompt(let next)? = state.input, case .prompt(let last)? = before, next.purpose != last.purpose else { break }
            text = nil
        }
        // What could not be answered changes nothing.
        if state.input != nil { state.input = nil }
    }

    func ask(_ question: String) -> String {
        prompt("\(question): ")
        return readLine() ?? ""
    }

    /// Answers the question that stands, with what stood behind its name or else with the next line.
    private mutating func answerOnce(_ given: String?, to command: Command) {
        var text = given ?? ""
        switch state.input {
        case .prompt(let prompt)?:
            if given == nil { text = ask(prompt.purpose.question ?? command.name) }
            switch prompt.purpose {
            case .role, .colour:
                // One letter each; the x of service keeps s for suspect.
                let letter = text == "service" ? "x" : text == "none" ? "-" : text.first.map(String.init) ?? ""
                for character in letter { send(.terminal(.key(.character(character)))) }
            default:
                // An empty answer takes what is proposed.
                if !text.isEmpty {
                    send(.terminal(.key(.end)))
                    send(.terminal(.key(.control("u"))))
                    send(.terminal(.paste(text)))
                }
                send(.terminal(.key(.enter)))
            }
            if case .prompt(let prompt)? = state.input, let complaint = prompt.complaint { say(["Not done: \(LinearPage.ascii(complaint))"]) }
        case .note?:
            if text.isEmpty {
                say(["Type the note. A line with only a full stop ends it."])
                var lines: [String] = []
                while let line = readLine(), line != "." { lines.append(line) }
                text = lines.joined(separator: "\n")
            }
            send(.terminal(.paste(text)))
            send(.terminal(.key(.control("s"))))
        case .find?: chooseFound(text.isEmpty ? ask("find") : text)
        case .help?, .palette?, .menu?, .pasted?, nil: break
        }
    }

    private func show() { say(LinearPage(state).lines.map(LinearPage.ascii)) }

    /// Written at once: print keeps back what goes into a pipe.
    func say(_ lines: [String]) {
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func prompt(_ text: String) {
        FileHandle.standardOutput.write(Data(("\n" + text).utf8))
    }

    // MARK: Messages

    mutating func send(_ message: Workbench.Message) {
        if case .terminal = message {} else { state.toast = nil }
        carryOut(update(&state, message))
        settle()
    }

    /// Waits until nothing is under way.
    private mutating func settle() {
        while !state.isIdle || awaited > 0 {
            guard let message = inbox.next() else { continue }
            switch message {
            case .figures, .reported, .fileRead, .failed, .failedToLoad(nil, _), .findingMade, .cases(_, isLast: true),
                .caseChecked, .caseCreated, .pasted, .journal, .verified, .events, .notRead, .caseAsOf:
                awaited = max(0, awaited - 1)
            default: break
            }
            carryOut(update(&state, message))
        }
    }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .copy(let text): say([VisibleText.escape(text, keepingLines: true)])
            case .edit: say(["Linear mode opens no editor. rewrite-note takes the new text here."])
            case .verify(let ids):
                awaited += ids.count
                runner.start(effect)
            case .loadFigures, .writeReport, .readFile, .makeFinding, .loadCases, .checkCase, .createCase, .loadJournal,
                .loadEvents, .loadCase, .scanPaste:
                awaited += 1
                runner.start(effect)
            case .keepView: _ = keepView(state.viewMemory)
            case .useMouse, .nextTheme, .toggleGlyphs, .suspend, .quit: break
            default: runner.start(effect)
            }
        }
    }
}

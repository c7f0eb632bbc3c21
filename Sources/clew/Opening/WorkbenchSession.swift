import Casework
import Encoding
import Foundation
import Screen
import Terminal
import Workbench

/// One sitting in the workbench, from the first frame to leaving, over as many cases as are opened in it.
@MainActor
struct WorkbenchSession {
    let options: OpenCommand

    /// The workbench in words, with any input and output.
    func runInWords(_ opening: OpenCommand.Opening?) throws {
        var opening = opening
        var complaint: String?
        while true {
            var session = LinearSession(state: state(opening), opening: opening, keepView: keeper(opening) { opening?.casePath })
            session.run(complaint)
            guard let next = session.next else { return }
            (opening, complaint) = open(next, ProgressLine())
        }
    }

    /// The workbench on the terminal; without an opening it shows the cases to choose from.
    func run(_ first: OpenCommand.Opening?) throws {
        let folders = UserFolders()
        do {
            let settings = try UserSettings.read(folders)
            let isASCII = options.ascii || settings.isASCII == true
            let themes = ThemeFolder(folders.configuration + "/themes")
            var theme = try themes.theme(named: options.theme ?? settings.theme ?? ThemeLibrary.standardName)
            var state = state(first)
            state.keymap = Keymap(settings.keys)
            state.usesMouse = options.mouse && settings.usesMouse != false
            if let replay = options.replay { state.replay(try SessionRecorder.events(of: replay)) }
            let recorder = try options.record.map { try SessionRecorder(path: $0) }

            let terminal = try TerminalSession(
                TerminalSettings(usesMouse: state.usesMouse, forcesASCII: isASCII, logPath: folders.state + "/terminal.log"))
            defer { terminal.close() }
            var drawsASCII = isASCII || !terminal.isUTF8
            var (opening, complaint): (OpenCommand.Opening?, String?) = (first, nil)
            while true {
                let mailbox = try Mailbox<Workbench.Message>()
                let desk = opening.map { CaseDesk($0.store) { mailbox.post($0) } }
                let runner = EffectRunner(desk: desk, ledger: opening?.ledger, ledgerPath: opening?.ledgerPath) { mailbox.post($0) }
                var program = WorkbenchProgram(
                    state: state, themes: themes, theme: theme, isASCII: drawsASCII, runner: runner, recorder: recorder,
                    keepView: keeper(opening) { desk?.store.folder })
                let watch = opening?.readOnlyReason == nil ? nil : opening.flatMap { opening in desk.flatMap { Self.watch(opening, $0) } }
                for sentence in [complaint].compactMap({ $0 }) + (opening?.notices ?? []) { mailbox.post(.failed(sentence)) }
                let complaints = state.keymap.complaints
                if !complaints.isEmpty { mailbox.post(.failed(complaints.joined(separator: "\n"))) }
                try terminal.run(&program, mailbox: mailbox)
                watch?.end()
                guard let next = program.state.nextCase else { return }
                desk?.store.close()
                let line = ProgressLine { text in
                    program.say(text)
                    terminal.show(program)
                }
                (opening, complaint) = open(next, line)
                (theme, drawsASCII) = (program.theme, program.isASCII)
                let last = program.state
                state = self.state(opening)
                state.takeHabits(of: last)
            }
        } catch let error as TerminalError {
            throw failure(error.sentence)
        } catch let error as ThemeError {
            throw failure(error)
        }
    }

    /// The state that a case is taken up in; without one, the choice of a case.
    private func state(_ opening: OpenCommand.Opening?) -> WorkbenchState {
        guard let opening else { return .choosingCase() }
        var state = WorkbenchState(
            openCase: opening.store.current, ledger: opening.standing, readOnlyReason: opening.readOnlyReason)
        state.prices = UserPrices.series(of: opening.store.current.chain)
        state.otherWriter = opening.otherWriter
        if opening.isFirst { state.showTour() }
        if let view = ViewFile(casePath: opening.casePath).read().view { state.restore(view) }
        LastCase(folders: UserFolders()).write(opening.casePath)
        return state
    }

    /// Opens what was chosen; where that fails, the choice of a case again, and why.
    private func open(_ next: NextCase, _ line: ProgressLine) -> (OpenCommand.Opening?, String?) {
        let sink = AnswerSink()
        do {
            return (try AnswerSink.$complaints.withValue(sink) { try options.prepare(next, line) }, nil)
        } catch { return (nil, sink.text.isEmpty ? "The case could not be opened. \(error)" : sink.text) }
    }

    /// Keeps what is only a view beside the case, wherever that is by then; answers what went wrong.
    private func keeper(_ opening: OpenCommand.Opening?, _ folder: @escaping () -> String?) -> (JSONValue) -> String? {
        let ledger = opening.flatMap { $0.ledgerPath ?? ViewFile(casePath: $0.casePath).read().ledger }
        return { view in
            guard let folder = folder() else { return nil }
            return ViewFile(casePath: folder).write(casePath: folder, ledger: ledger, view: view)
        }
    }

    private static func watch(_ opening: OpenCommand.Opening, _ desk: CaseDesk) -> CaseWatch? {
        CaseWatch(
            folder: opening.casePath, journalChanged: { desk.start(.refresh) }, lockReleased: { desk.start(.askForWriter) })
    }
}

extension UserSettings {
    /// The settings in the user's configuration folder; none where there is no file.
    static func read(_ folders: UserFolders) throws(ThemeError) -> UserSettings {
        let path = folders.configuration + "/config.yaml"
        guard let file = FileHandle(forReadingAtPath: path) else { return UserSettings() }
        // One byte more than is allowed: the reader says what is wrong with it.
        let data = (try? file.read(upToCount: largestFile + 1)) ?? Data()
        return try UserSettings(Array(data), file: path)
    }
}

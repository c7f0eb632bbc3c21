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
            switch Self.open(next, options, ProgressLine()) {
            case .success(let opened): (opening, complaint) = (opened, nil)
            case .failure(let problem): (opening, complaint) = (nil, problem.sentence)
            }
        }
    }

    /// The workbench on the terminal; without a case it shows the cases to choose from.
    func run(_ first: NextCase?) throws {
        let folders = UserFolders()
        do {
            let settings = try UserSettings.read(folders)
            let isASCII = options.ascii || settings.isASCII == true
            let themes = ThemeFolder(folders.configuration + "/themes")
            var theme = try themes.theme(named: options.theme ?? settings.theme ?? ThemeLibrary.standardName)
            var habits = state(nil)
            habits.keymap = Keymap(settings.keys)
            habits.usesMouse = options.mouse && settings.usesMouse != false
            var replay = try options.replay.map { try SessionRecorder.events(of: $0) }
            let recorder = try options.record.map { try SessionRecorder(path: $0) }

            let terminal = try TerminalSession(
                TerminalSettings(usesMouse: habits.usesMouse, forcesASCII: isASCII, logPath: folders.state + "/terminal.log"))
            defer { terminal.close() }
            var drawsASCII = isASCII || !terminal.isUTF8
            var (next, isFirst) = (first, true)
            while true {
                defer { isFirst = false }
                var (opening, complaint): (OpenCommand.Opening?, String?) = (nil, nil)
                if let chosen = next {
                    let cover = OpeningProgram(name: chosen.name, theme: theme, glyphs: drawsASCII ? .ascii : theme.glyphs)
                    switch try open(chosen, behind: cover, on: terminal) {
                    case nil: return
                    case .success(let opened)?: opening = opened
                    case .failure(let problem)? where isFirst:
                        terminal.close()
                        throw failure(problem.sentence)
                    case .failure(let problem)?: complaint = problem.sentence
                    }
                }
                var state = state(opening)
                state.takeHabits(of: habits)
                if let events = replay { state.replay(events) }
                replay = nil
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
                next = program.state.nextCase
                guard next != nil else { return }
                desk?.store.close()
                (theme, drawsASCII, habits) = (program.theme, program.isASCII, program.state)
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

    /// Opens what was chosen on a worker while `cover` is seen; nil when the user left before it was open.
    private func open(
        _ chosen: NextCase, behind cover: OpeningProgram, on terminal: TerminalSession
    ) throws -> Result<OpenCommand.Opening, OpeningProgram.OpeningProblem>? {
        let mailbox = try Mailbox<OpeningProgram.Message>()
        WorkerPool.start { [options] in
            let line = ProgressLine { mailbox.post(.progress($0)) }
            mailbox.post(.opened(Self.open(chosen, options, line)))
        }
        var cover = cover
        try terminal.run(&cover, mailbox: mailbox)
        return cover.result
    }

    private nonisolated static func open(
        _ chosen: NextCase, _ options: OpenCommand, _ line: ProgressLine
    ) -> Result<OpenCommand.Opening, OpeningProgram.OpeningProblem> {
        let sink = AnswerSink()
        do {
            return .success(try AnswerSink.$complaints.withValue(sink) { try options.prepare(chosen, line) })
        } catch {
            return .failure(.init(sentence: sink.text.isEmpty ? "The case could not be opened. \(error)" : sink.text))
        }
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

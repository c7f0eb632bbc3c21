import Foundation
import Screen
import Terminal
import Workbench

/// One sitting in the workbench, from the first frame to leaving.
@MainActor
struct WorkbenchSession {
    let opening: OpenCommand.Opening
    let options: OpenCommand

    /// The workbench in words, with any input and output.
    func runInWords() throws {
        let viewFile = ViewFile(casePath: opening.casePath, folders: UserFolders())
        let kept = viewFile.read()
        var state = WorkbenchState(
            openCase: opening.store.current, ledger: opening.standing, readOnlyReason: opening.readOnlyReason)
        if let view = kept.view { state.restore(view) }
        LastCase(folders: UserFolders()).write(opening.casePath)
        for notice in opening.notices { print(LinearPage.ascii(notice)) }
        var session = LinearSession(state: state, opening: opening) { [casePath = opening.casePath, ledgerPath = opening.ledgerPath] view in
            viewFile.write(casePath: casePath, ledger: ledgerPath ?? kept.ledger, view: view)
        }
        session.run()
    }

    func run() throws {
        let folders = UserFolders()
        let kept = ViewFile(casePath: opening.casePath, folders: folders).read()
        let themes = ThemeFolder(folders.configuration + "/themes")
        do {
            let settings = try UserSettings.read(folders)
            let isASCII = options.ascii || settings.isASCII == true
            let theme = try themes.theme(named: options.theme ?? settings.theme ?? ThemeLibrary.standardName)
            let mailbox = try Mailbox<Workbench.Message>()
            let desk = CaseDesk(opening.store) { mailbox.post($0) }
            let runner = EffectRunner(desk: desk, ledger: opening.ledger, ledgerPath: opening.ledgerPath) { mailbox.post($0) }
            var state = WorkbenchState(
                openCase: opening.store.current, ledger: opening.standing,
                readOnlyReason: opening.readOnlyReason)
            state.prices = UserPrices.series(of: opening.store.current.chain)
            state.keymap = Keymap(settings.keys)
            state.usesMouse = options.mouse && settings.usesMouse != false
            state.otherWriter = opening.otherWriter
            if let view = kept.view { state.restore(view) } else if opening.isFirst { state.showTour() }
            if let replay = options.replay { state.replay(try SessionRecorder.events(of: replay)) }
            LastCase(folders: folders).write(opening.casePath)

            let terminal = try TerminalSession(
                TerminalSettings(
                    usesMouse: state.usesMouse, forcesASCII: isASCII, logPath: folders.state + "/terminal.log"))
            defer { terminal.close() }
            var program = WorkbenchProgram(
                state: state, themes: themes, theme: theme, isASCII: isASCII || !terminal.isUTF8, runner: runner,
                recorder: try options.record.map { try SessionRecorder(path: $0) }
            ) { [ledgerPath = opening.ledgerPath] view in
                let casePath = desk.store.folder
                return ViewFile(casePath: casePath, folders: folders)
                    .write(casePath: casePath, ledger: ledgerPath ?? kept.ledger, view: view)
            }
            let watch =
                opening.readOnlyReason == nil
                ? nil
                : CaseWatch(
                    folder: opening.casePath, journalChanged: { desk.start(.refresh) },
                    lockReleased: { desk.start(.askForWriter) })
            defer { withExtendedLifetime(watch) {} }
            let complaints = state.keymap.complaints
            if !complaints.isEmpty { mailbox.post(.failed(complaints.joined(separator: "\n"))) }
            for notice in opening.notices { mailbox.post(.failed(notice)) }
            try terminal.run(&program, mailbox: mailbox)
        } catch let error as TerminalError {
            throw failure(error.sentence)
        } catch let error as ThemeError {
            throw failure(error)
        }
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

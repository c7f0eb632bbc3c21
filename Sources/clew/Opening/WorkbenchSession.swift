import Foundation
import Screen
import Terminal
import Workbench

/// One sitting in the workbench, from the first frame to leaving.
@MainActor
struct WorkbenchSession {
    let opening: OpenCommand.Opening
    let options: OpenCommand

    func run() throws {
        let folders = UserFolders()
        let viewFile = ViewFile(casePath: opening.casePath, folders: folders)
        let kept = viewFile.read()
        let themes = ThemeFolder(folders.configuration + "/themes")
        do {
            let theme = try themes.theme(named: options.theme ?? ThemeLibrary.standardName)
            let mailbox = try Mailbox<Workbench.Message>()
            let runner = EffectRunner(store: opening.store, ledger: opening.ledger) { mailbox.post($0) }
            var state = WorkbenchState(
                openCase: opening.store.current, ledger: opening.standing,
                readOnlyReason: opening.readOnlyReason)
            state.prices = UserPrices.series(of: opening.store.current.chain)
            if let view = kept.view { state.restore(view) }
            LastCase(folders: folders).write(opening.casePath)

            let terminal = try TerminalSession(
                TerminalSettings(
                    usesMouse: options.mouse, forcesASCII: options.ascii, logPath: folders.state + "/terminal.log"))
            defer { terminal.close() }
            var program = WorkbenchProgram(
                state: state, themes: themes, theme: theme, isASCII: options.ascii || !terminal.isUTF8, runner: runner
            ) { [casePath = opening.casePath, ledgerPath = opening.ledgerPath] view in
                viewFile.write(casePath: casePath, ledger: ledgerPath ?? kept.ledger, view: view)
            }
            for notice in opening.notices { mailbox.post(.failed(notice)) }
            try terminal.run(&program, mailbox: mailbox)
        } catch let error as TerminalError {
            throw failure(error.sentence)
        } catch let error as ThemeError {
            throw failure(error)
        }
    }
}

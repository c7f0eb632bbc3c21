import Foundation

/// Where a user's files live, by the XDG Base Directory Specification 0.8: relative values are ignored.
struct UserFolders: Sendable {
    let data: String
    let configuration: String
    let state: String

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/"
        func folder(_ variable: String, _ usual: String) -> String {
            let chosen = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
            return (chosen ?? home + "/" + usual) + "/clew"
        }
        data = folder("XDG_DATA_HOME", ".local/share")
        configuration = folder("XDG_CONFIG_HOME", ".config")
        state = folder("XDG_STATE_HOME", ".local/state")
    }

    /// The ledger of a chain when the user names none.
    func ledger(of chain: String) -> String { data + "/ledgers/" + chain }

    var cases: String { data + "/cases" }
}

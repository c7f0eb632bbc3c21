import Foundation

/// Who signs what is written into a case.
enum Author {
    /// `$CLEW_AUTHOR`, else the user's login name, else "unknown".
    static var name: String {
        let environment = ProcessInfo.processInfo.environment
        for variable in ["CLEW_AUTHOR", "LOGNAME", "USER"] {
            if let name = environment[variable]?.trimmingCharacters(in: .whitespaces), !name.isEmpty { return name }
        }
        let login = NSUserName()
        return login.isEmpty ? "unknown" : login
    }
}

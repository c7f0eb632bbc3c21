import CNcurses

/// Which characters the terminal shows, by the locale.
enum TerminalLocale {
    /// Sets the C library's character type and answers whether it is UTF-8.
    ///
    /// A locale that is named but not installed, and none at all, count as UTF-8, which terminals speak; `C` and
    /// `POSIX`, when named, do not. Only LC_CTYPE is touched: figures and dates never follow the locale.
    static func choose() -> Bool {
        let named = environmentValue("LC_ALL") ?? environmentValue("LC_CTYPE") ?? environmentValue("LANG")
        if named == nil || setlocale(LC_CTYPE, "") == nil { setlocale(LC_CTYPE, "C.UTF-8") }
        return clew_codeset_is_utf8() != 0
    }
}

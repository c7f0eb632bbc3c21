import Support

/// A command that changes a case, as the kill tests run it in a folder with the case `k.clew` and a copy of it that went on.
struct KilledCommand {
    /// What there is after the command, when nobody interrupted it.
    enum Outcome {
        /// The case, with at least one event more.
        case moreEvents
        /// The case with as many events, and something beside them.
        case sameEvents
        /// The case as it was, and beside it a case or archive of that name.
        case appears(String)
        /// An archive of that name, and no case.
        case movesTo(String)
    }

    let name: String
    let arguments: [String]
    var outcome = Outcome.moreEvents
    /// Who signs.
    var author = "examiner"
    /// The files whose system calls are counted; nil counts all that the program makes.
    var files: [String]?
    /// What has to be there first.
    var prepare: () throws -> Void = {}

    /// True where whole files or folders are made anew: many calls, each of which may leave something else.
    var isLarge: Bool { files == nil || name == "merge" || name == "purge" }

    private static let address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    private static let other = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    /// Two sources of tags contradict each other on it.
    static let disputed = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"

    /// Every command of `clew case` that writes, in an order in which each finds something to do. `place` holds the cases,
    /// `workspace` the files `file.bin`, `id`, `recipient` and a ledger; `recipient` is that of archives.
    static func all(_ place: String, _ workspace: Workspace, recipient: String, stamp: @escaping () throws -> Void) -> [KilledCommand] {
        let path = place + "/k.clew"
        let files = ["", "/journal.jsonl", "/case.json", "/case.lock", "/exhibits", "/.unfinished-case.json", "/.unfinished-journal.jsonl"]
            .map { path + $0 }
        func change(_ arguments: String...) -> KilledCommand {
            KilledCommand(name: arguments[0], arguments: ["case"] + arguments + ["--case", path], files: files)
        }
        func making(_ outcome: Outcome, _ arguments: String...) -> KilledCommand {
            KilledCommand(name: arguments[0], arguments: ["case"] + arguments, outcome: outcome)
        }
        var ask = change("ask", "--title", "What was paid?")
        ask = KilledCommand(
            name: ask.name, arguments: ask.arguments + ["--", "address", address, "--ledger", workspace.path("ledger")], files: files)
        var review = change("review", "25", "checked")
        review.author = "auditor"
        var stamping = making(.sameEvents, "stamp", workspace.path("answer.tsr"), "--case", path)
        stamping.prepare = stamp
        let identity = workspace.path("identity")
        // The number before a command is that of its event.
        return [
            /* 2 */ change("add", other),
            /* 3 */ change("label", address, "Collector"),
            /* 4 */ change("role", address, "suspect"),
            /* 5 */ change("flag", address),
            /* 6 */ change("colour", address, "red"),
            /* 7 */ change("note", "case", "Opened after a referral."),
            /* 8 */ change("note", address, "Received everything."),
            /* 9 */ change("note", "--edit", "8", "Received nearly everything."),
            /* 10 */ change("link", "7", "8"),
            /* 11 */ change("note", "--remove", "7"),
            /* 12 */ change("exhibit", workspace.path("file.bin")),
            /* 13 */ change("undo"),
            /* 14 */ change("redo"),
            /* 15 */ change("task", "Ask the exchange", "--due", "2026-12-01"),
            /* 16 */ change("task", "--done", "15"),
            /* 17 */ change("watch", address, "--reason", "It may move"),
            /* 18 */ change("cluster", "Collectors", address, other, "--rule", "multi-input 1"),
            /* 19 */ change("hypothesis", "The collector is the operator"),
            /* 20 */ change("hypothesis", "--on", "19", "--for", "8"),
            /* 21 */ change("victim", "V-001", "--paid", "0.5 BTC"),
            /* 22 */ change("authority", "order", "12 Gs 345/26", "--issuer", "District court", "--scope", "Records"),
            /* 23 */ change("put", "task", #"{"title":"Put","done":false,"assignee":"","due":null,"subjects":[]}"#),
            /* 24 */ change("remove", "23"),
            /* 25 */ ask,
            /* 26 */ review,
            change("lock-method", "fifo", "--reason", "Ordered"),
            change("decide-tags", disputed, "--keep-both", "--reason", "Both may be right"),
            change("pin-tags"),
            change("mark", "amber"),
            change("retain", "case", "2029-12-31", "--reason", "Police act"),
            change("drop", other),
            change("purge", "8", "--authority", "Order 12/2026"),
            change("merge", place + "/copy.clew"),
            making(.sameEvents, "sign", "--key", workspace.path("id"), "--time-stamp", "--case", path),
            stamping,
            making(.appears("new.clew"), "new", place + "/new.clew", "--question", "Who was paid?"),
            making(.appears("k.age"), "archive", place + "/k.age", "--for", recipient, "--case", path),
            making(.appears("again.clew"), "restore", place + "/k.age", place + "/again.clew", "--identity", identity),
            making(.movesTo("moved.age"), "archive", place + "/moved.age", "--for", recipient, "--remove", "--case", path),
        ]
    }
}

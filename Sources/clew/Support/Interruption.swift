import Foundation
import Synchronization

/// Ctrl-C and a polite kill as a question that long work asks: the first asks it to stop, a second ends the process.
enum Interruption {
    private static let asked = Atomic<Bool>(false)

    /// Listens from here on.
    static func watch() {
        asked.store(false, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.asked.store(true, ordering: .relaxed) }
        action.sa_flags = Int32(SA_RESTART) | Int32(bitPattern: UInt32(SA_RESETHAND))
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaction(signal, &action, nil) }
    }

    static var isAsked: Bool { asked.load(ordering: .relaxed) }
}

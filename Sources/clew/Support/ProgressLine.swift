import Foundation
import Ledger

/// Tells on standard error how far long work is, with rate and time left: one line redrawn on a terminal, else a plain
/// line every ten seconds. Where the terminal is in use already, it tells whoever draws there.
final class ProgressLine {
    private let isTerminal: Bool
    private let tell: ((String) -> Void)?
    private let clock = ContinuousClock()
    private var phase = ""
    private var start: ContinuousClock.Instant
    private var first: UInt64 = 0
    private var next: ContinuousClock.Instant
    private var isDrawn = false

    /// - Parameter tell: takes the line ten times a second in place of standard error.
    init(_ tell: ((String) -> Void)? = nil) {
        isTerminal = tell != nil || isatty(STDERR_FILENO) == 1
        self.tell = tell
        start = clock.now
        next = start
    }

    /// - Parameters:
    ///   - phase: what is being done: `importing`.
    ///   - total: nil where it is not known yet; there is then no share and no time left.
    func show(_ phase: String, _ done: UInt64, of total: UInt64?, _ unit: String) {
        let now = clock.now
        if phase != self.phase {
            end()
            self.phase = phase
            start = now
            first = done
            next = isTerminal ? now : now.advanced(by: .seconds(10))
        }
        guard now >= next || isTerminal && done >= total ?? .max else { return }
        next = now.advanced(by: isTerminal ? .milliseconds(100) : .seconds(10))
        let line = Self.text(phase, done, of: total, unit, rate: rate(done, now))
        if let tell {
            tell(line)
        } else if isTerminal {
            FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8))
            isDrawn = true
        } else {
            say(line)
        }
    }

    /// Takes the line away: what was under way when it was drawn last says nothing once it is over.
    func end() {
        if isDrawn { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        isDrawn = false
    }

    /// `importing  1,024 of 4,313 blocks  23%  512/s  6 s left`
    static func text(_ phase: String, _ done: UInt64, of total: UInt64?, _ unit: String, rate: UInt64?) -> String {
        let whole = total.map { " of \(AmountText.grouped($0))" } ?? ""
        var parts = ["\(phase)  \(AmountText.grouped(done))\(whole) \(unit)"]
        if let total, total > 0 { parts.append("\(percent(done, total))%") }
        if let rate, rate > 0 {
            parts.append("\(AmountText.grouped(rate))/s")
            if let total, done < total { parts.append("\(duration((total - done) / rate)) left") }
        }
        return parts.joined(separator: "  ")
    }

    /// `45 s`, `3 min 20 s`, `2 h 05 min`
    static func duration(_ seconds: UInt64) -> String {
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(two(seconds % 60)) s"
        default: "\(seconds / 3600) h \(two(seconds / 60 % 60)) min"
        }
    }

    private static func percent(_ done: UInt64, _ total: UInt64) -> UInt64 {
        UInt64(truncatingIfNeeded: UInt128(min(done, total)) * 100 / UInt128(max(1, total)))
    }

    /// Units a second since the phase began; nil in its first second, when it says nothing.
    private func rate(_ done: UInt64, _ now: ContinuousClock.Instant) -> UInt64? {
        let (seconds, attoseconds) = (now - start).components
        let milliseconds = UInt64(seconds) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000)
        guard milliseconds >= 1000, done >= first else { return nil }
        return UInt64(truncatingIfNeeded: UInt128(done - first) * 1000 / UInt128(milliseconds))
    }
}

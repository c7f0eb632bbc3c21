import Foundation

/// A text that was looked at and found right once, kept under `Tests/Goldens`.
///
/// `CLEW_RECORD=1 swift test` writes what is there now; look at the difference before it is committed.
public enum Golden {
    /// What differs from the golden text of that name, for a test to expect nil.
    public static func difference(_ text: String, from name: String, file: StaticString = #filePath) -> String? {
        let path = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Goldens/\(name).txt").path
        if ProcessInfo.processInfo.environment["CLEW_RECORD"] == "1" {
            let folder = (path as NSString).deletingLastPathComponent
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try? (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            return nil
        }
        guard let golden = try? String(contentsOfFile: path, encoding: .utf8) else {
            return "\(name): there is no golden text. Record it with CLEW_RECORD=1 swift test.\n\(text)"
        }
        let expected = golden.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        let actual = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard expected != actual else { return nil }
        var lines = ["\(name) differs (- golden, + now):"]
        for row in 0..<max(expected.count, actual.count) {
            let before = row < expected.count ? expected[row] : nil
            let now = row < actual.count ? actual[row] : nil
            if before == now { continue }
            if let before { lines.append("\(row) -\(before)|") }
            if let now { lines.append("\(row) +\(now)|") }
        }
        return lines.joined(separator: "\n")
    }
}

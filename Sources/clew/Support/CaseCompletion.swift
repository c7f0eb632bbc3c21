import ArgumentParser
import Foundation

extension CaseOptions {
    /// What the shell offers where a case is to be named.
    static var completion: CompletionKind { .custom { _, _, typed in offers(unquoted(typed)).map(quoted) } }

    /// The names of the user's cases and the case folders where the user is; after a slash, the folders there.
    private static func offers(_ typed: String) -> [String] {
        let cases = UserFolders().cases
        guard let slash = typed.lastIndex(of: "/") else {
            return names(in: cases).map { String($0.dropLast(".clew".count)) }.sorted()
                + names(in: FileManager.default.currentDirectoryPath).sorted()
        }
        let place = String(typed[...slash])
        let showsHidden = typed[typed.index(after: slash)...].hasPrefix(".")
        return ((try? FileManager.default.contentsOfDirectory(atPath: absolute(place))) ?? []).sorted().filter { name in
            var isFolder: ObjCBool = false
            return name.hasPrefix(".") == showsHidden && isSayable(name)
                && FileManager.default.fileExists(atPath: absolute(place + name), isDirectory: &isFolder) && isFolder.boolValue
        }.map { place + $0 }
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".clew") && !$0.hasPrefix(".") && isSayable($0)
        }
    }

    /// A line break would make two offers of one.
    private static func isSayable(_ name: String) -> Bool {
        !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Bash hands over what was typed with its quoting.
    private static func unquoted(_ typed: String) -> String {
        CompletionShell.requesting == .bash ? typed.filter { !"\\'\"".contains($0) } : typed
    }

    /// Bash expands the words it is given: without a backslash a folder's name could run a command.
    private static func quoted(_ offer: String) -> String {
        guard CompletionShell.requesting == .bash else { return offer }
        let plain = offer.unicodeScalars.map { scalar in
            !scalar.isASCII || scalar.properties.isAlphabetic || "0123456789-_./".unicodeScalars.contains(scalar)
                ? String(scalar) : "\\" + String(scalar)
        }
        return plain.joined()
    }
}

/// What a power cut may leave of a disk.
extension DiskState {
    /// Every combination of what each unsynced file and each unsynced folder may have become, each image once.
    ///
    /// A file is left with any prefix of its writes, the last of them torn or of zeros. A folder is left with any subset
    /// of its new entries, since POSIX promises no order; one rename is one step, never half done.
    func crashImages() -> Set<DiskImage> {
        let files = nodes.indices.filter { !nodes[$0].isFolder && !nodes[$0].steps.isEmpty }
        let folders = nodes.indices.filter { nodes[$0].isFolder && !nodes[$0].entrySteps.isEmpty }
        var combinations: [(bytes: [Int: [UInt8]], entries: [Int: [String: Int]])] = [([:], [:])]
        for file in files {
            let contents = Self.contents(nodes[file])
            combinations = combinations.flatMap { old in
                contents.map { bytes in
                    var new = old
                    new.bytes[file] = bytes
                    return new
                }
            }
        }
        for folder in folders {
            let entries = Self.entries(nodes[folder])
            combinations = combinations.flatMap { old in
                entries.map { entries in
                    var new = old
                    new.entries[folder] = entries
                    return new
                }
            }
        }
        return Set(
            combinations.map { choice in
                image(
                    of: { choice.bytes[$0] ?? nodes[$0].durable },
                    entries: { choice.entries[$0] ?? nodes[$0].durableEntries })
            })
    }

    private static func contents(_ node: Node) -> [[UInt8]] {
        var all: Set<[UInt8]> = [node.durable]
        var bytes = node.durable
        for step in node.steps {
            switch step {
            case .truncate(let length): bytes = cut(bytes, to: length)
            case .write(let place, let new):
                for length in [1, new.count / 2, new.count - 1] where length > 0 {
                    all.insert(written(Array(new.prefix(length)), at: place, in: bytes))
                }
                // The length can be durable before the bytes are.
                let zeros = [UInt8](repeating: 0, count: new.count)
                all.insert(written(zeros, at: place, in: bytes))
                bytes = written(new, at: place, in: bytes)
            }
            all.insert(bytes)
        }
        return Array(all)
    }

    private static func entries(_ node: Node) -> [[String: Int]] {
        let steps = node.entrySteps
        // All subsets of a few steps; of many, every prefix and every one left out.
        let choices: [[EntryStep]] =
            steps.count <= 6
            ? (0..<(1 << steps.count)).map { mask in steps.indices.filter { mask >> $0 & 1 == 1 }.map { steps[$0] } }
            : (0...steps.count).map { Array(steps.prefix($0)) }
                + steps.indices.map { left in steps.indices.filter { $0 != left }.map { steps[$0] } }
        var all: Set<[String: Int]> = []
        for choice in choices {
            var entries = node.durableEntries
            for step in choice {
                switch step {
                case .link(let name, let inode): entries[name] = inode
                case .unlink(let name): entries[name] = nil
                case .rename(let name, let other, let inode):
                    entries[name] = nil
                    entries[other] = inode
                }
            }
            all.insert(entries)
        }
        return Array(all)
    }
}

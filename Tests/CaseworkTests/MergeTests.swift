import Casework
import Encoding
import Foundation
import Testing

@Suite("Two copies of a case")
struct MergeTests {
    /// A case of a few events and copies of it, each worked on by somebody else.
    private func copies(_ workshop: Workshop, _ count: Int, seed: UInt64, steps: Int = 12) throws -> [String] {
        var random = Pebbles(state: seed)
        let store = try workshop.create()
        for _ in 0..<steps { _ = try? store.apply(random.change(for: store.current)) }
        store.close()
        return try (0..<count).map { number in
            let copy = workshop.root + "/copy-\(number).clew"
            try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
            let store = try workshop.open(copy, author: ["AB", "CD", "EF"][number])
            for _ in 0..<Int.random(in: 0...steps, using: &random) {
                let dice = Int.random(in: 0..<12, using: &random)
                _ = try? store.apply(dice == 0 ? .undo : dice == 1 ? .redo : random.change(for: store.current))
            }
            if Bool.random(using: &random) { try store.addExhibit(name: "\(number).bin", bytes: [UInt8(number), 7]) }
            store.close()
            return copy
        }
    }

    private func merged(_ workshop: Workshop, _ order: [String], _ name: String) throws -> String {
        let result = workshop.root + "/\(name).clew"
        try FileManager.default.copyItem(atPath: order[0], toPath: result)
        let store = try workshop.open(result)
        for other in order.dropFirst() { _ = try store.merge(from: other) }
        store.close()
        return result
    }

    private func contents(_ workshop: Workshop, _ folder: String) throws -> [[UInt8]] {
        let exhibits = try PosixFiles().list(folder + "/exhibits")
        return [try workshop.bytes(folder + "/journal.jsonl"), try workshop.bytes(folder + "/case.json")]
            + exhibits.map { Array($0.utf8) }
    }

    /// 10,000 pairs take minutes: CLEW_LONG=1 (`make test-long`).
    static let pairs: UInt64 = ProcessInfo.processInfo.environment["CLEW_LONG"] == nil ? 150 : 10_000
    /// Shares of them that run beside each other.
    static let shares: UInt64 = 5

    @Test("merge to the same bytes in both orders, and again, whatever was done in them", arguments: 0..<MergeTests.shares)
    func bothOrders(share: UInt64) throws {
        var conflicts = 0
        let size = Self.pairs / Self.shares
        for seed in (share * size + 1)...(share * size + size) {
            let workshop = try Workshop()
            let copies = try copies(workshop, 2, seed: seed &* 7_919)
            let one = try merged(workshop, [copies[0], copies[1]], "one")
            let two = try merged(workshop, [copies[1], copies[0]], "two")
            let result = try contents(workshop, one)
            #expect(result == (try contents(workshop, two)), "seed \(seed)")
            let again = try merged(workshop, [one, copies[1], copies[0], two], "again")
            #expect(result == (try contents(workshop, again)), "seed \(seed)")
            let store = try workshop.open(one)
            #expect(store.readOnlyReason == nil, "seed \(seed): \(store.readOnlyReason ?? "")")
            conflicts += store.current.conflicts.count
            #expect(try CaseCheck.run(at: one).failures.isEmpty)
        }
        #expect(conflicts > 0)
        print("merged \(size) random pairs in both orders, \(conflicts) conflicts listed")
    }

    @Test("three copies merge to the same bytes in all orders", arguments: 1...(MergeTests.pairs / 30))
    func threeCopies(seed: UInt64) throws {
        let workshop = try Workshop()
        let c = try copies(workshop, 3, seed: seed &* 104_729)
        var results: [[[UInt8]]] = []
        for (name, order) in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].enumerated() {
            results.append(try contents(workshop, merged(workshop, order.map { c[$0] }, "m\(name)")))
        }
        let pair = try merged(workshop, [c[1], c[2]], "pair")
        results.append(try contents(workshop, merged(workshop, [c[0], pair], "nested")))
        for result in results.dropFirst() { #expect(result == results[0]) }
    }

    @Test("what both decided differently is kept and listed until somebody decides again")
    func conflict() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.label(Sample.addresses[0], "Collector"))
        try store.apply(.note(Sample.addresses[0], text: "First thoughts."))
        store.close()
        let copy = workshop.root + "/copy.clew"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        let mine = try workshop.open()
        try mine.apply(.label(Sample.addresses[0], "Aggregator"))
        try mine.apply(.editNote(id: 3, text: "Second thoughts."))
        let theirs = try workshop.open(copy, author: "AB")
        try theirs.apply(.label(Sample.addresses[0], "Exchange deposit"))
        try theirs.apply(.removeNote(id: 3))
        try theirs.apply(.flag(Sample.addresses[1], true))
        theirs.close()

        let summary = try mine.merge(from: copy)
        #expect(summary.added == 3)
        #expect(summary.ownOnly == 2)
        let address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
        #expect(mine.current.conflicts.map(\.what) == ["label of \(address)", "note 3"])
        #expect(Set(mine.current.conflicts[0].sides.map(\.author)) == ["MK", "AB"])
        #expect(mine.current.item(Sample.addresses[1])?.isFlagged == true)
        #expect(mine.current.tips.count == 2)

        try mine.apply(.label(Sample.addresses[0], "Aggregator, later deposit"))
        #expect(mine.current.conflicts.map(\.what) == ["note 3"])
        #expect(mine.current.tips.count == 1)
        #expect(try mine.merge(from: copy).added == 0)
        let left = mine.current
        mine.close()
        #expect(try workshop.open(readOnly: true).current == left)
        #expect(try workshop.open(author: "AB").apply(.undo).conflicts.count == 2)
    }

    @Test("choosing the side that counts already settles it, for every copy, and undo opens it again")
    func choice() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        try store.apply(.add(Sample.addresses[1]))
        store.close()
        let copy = workshop.root + "/copy.clew"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        let mine = try workshop.open()
        try mine.apply(.label(Sample.addresses[0], "Collector"))
        try mine.apply(.drop(Sample.addresses[1]))
        let theirs = try workshop.open(copy, author: "AB")
        try theirs.apply(.label(Sample.addresses[0], "Exchange"))
        try theirs.apply(.flag(Sample.addresses[1], true))
        theirs.close()
        _ = try mine.merge(from: copy)
        #expect(mine.current.conflicts.count == 2)
        while let conflict = mine.current.conflicts.first {
            let items = mine.current.items
            let count = mine.current.conflicts.count
            let last = try #require(conflict.sides.last?.change)
            try mine.apply(conflict.what.hasPrefix("whether") ? (mine.current.item(Sample.addresses[1]) == nil ? .drop(Sample.addresses[1]) : .add(Sample.addresses[1])) : last)
            #expect(mine.current.conflicts.count == count - 1, "\(conflict.what)")
            #expect(mine.current.items == items)
            try mine.apply(.undo)
            #expect(mine.current.conflicts.count == count)
            try mine.apply(.redo)
            #expect(mine.current.conflicts.count == count - 1)
        }
        let left = mine.current
        mine.close()
        #expect(try workshop.open(readOnly: true).current == left)
        let other = try workshop.open(copy, author: "AB")
        _ = try other.merge(from: workshop.folder)
        #expect(other.current.conflicts.isEmpty)
        #expect(try CaseCheck.run(at: copy).failures.isEmpty)
    }

    @Test("undo takes back the last event of either, and redo brings it back")
    func undoAfterwards() throws {
        let workshop = try Workshop()
        let paths = try copies(workshop, 2, seed: 5)
        let store = try workshop.open(paths[0])
        _ = try store.merge(from: paths[1])
        let before = store.current.json
        var titles: [String] = []
        while let title = store.current.undoTitle {
            titles.append(title)
            try store.apply(.undo)
        }
        #expect(store.current.items.isEmpty)
        #expect(store.current.notes.isEmpty)
        for _ in titles { try store.apply(.redo) }
        for member in ["items", "notes", "exhibits", "records"] { #expect(store.current.json[member] == before[member]) }
    }

    @Test("other cases and journals that do not hold are not merged")
    func refused() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let other = try workshop.create(workshop.root + "/other.clew")
        let before = store.current
        #expect(throws: CaseError.self) { try store.merge(from: other.folder) }
        let copy = workshop.root + "/copy.clew"
        try store.apply(.add(Sample.addresses[0]))
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        var bytes = try workshop.bytes(copy + "/journal.jsonl")
        bytes[bytes.count / 2] ^= 1
        try workshop.write(bytes, to: copy + "/journal.jsonl")
        #expect(throws: CaseError.self) { try store.merge(from: copy) }
        #expect(store.current.items.count == before.items.count + 1)
    }

    @Test("every deleted or repeated line of a merged journal is found")
    func tampering() throws {
        let workshop = try Workshop()
        let paths = try copies(workshop, 2, seed: 11)
        let folder = try merged(workshop, paths, "merged")
        let lines = try workshop.bytes(folder + "/journal.jsonl").split(separator: UInt8(ascii: "\n"))
            .map { Array($0) + [UInt8(ascii: "\n")] }
        for number in lines.indices {
            for repeated in [false, true] {
                var changed = lines
                if repeated { changed.insert(lines[number], at: number) } else { changed.remove(at: number) }
                try workshop.write(Array(changed.joined()), to: folder + "/journal.jsonl")
                let check = try CaseCheck.run(at: folder)
                #expect(check.failures.first?.event != nil, "line \(number + 1)")
            }
        }
    }
}

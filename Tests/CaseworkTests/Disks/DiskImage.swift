import Casework

/// Folders and files by their absolute paths, as they are on a disk at one moment.
struct DiskImage: Hashable, Sendable {
    enum Entry: Hashable, Sendable {
        case folder
        case file([UInt8], mode: UInt32)
    }

    var entries: [String: Entry] = ["/": .folder]

    /// The bytes of a file; nil when none is there.
    func bytes(_ path: String) -> [UInt8]? { if case .file(let bytes, _)? = entries[path] { bytes } else { nil } }

    /// The paths of everything under `folder`, and of the folder itself.
    func paths(under folder: String) -> [String] { entries.keys.filter { $0 == folder || $0.hasPrefix(folder + "/") } }
}

/// The inodes of a disk: each file and folder as it is, as it is durable, and the steps between the two.
struct DiskState: Sendable {
    struct Refusal: Error { let code: Int32 }

    enum DataStep: Sendable {
        case write(at: Int, [UInt8])
        case truncate(Int)
    }

    enum EntryStep: Sendable {
        case link(String, Int)
        case unlink(String)
        case rename(String, String, Int)
    }

    struct Node: Sendable {
        var isFolder: Bool
        var mode: UInt32
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var steps: [DataStep] = []
        var entries: [String: Int] = [:]
        var durableEntries: [String: Int] = [:]
        var entrySteps: [EntryStep] = []
    }

    struct Handle: Sendable {
        var node: Int
        var place = 0
        var appends: Bool
    }

    var nodes = [Node(isFolder: true, mode: 0o700)]
    private var handles: [Int32: Handle] = [:]
    private var locks: [Int: Int32] = [:]
    private var nextHandle: Int32 = 3

    init(_ image: DiskImage) {
        for path in image.entries.keys.sorted() where path != "/" {
            guard let entry = image.entries[path], let (parent, name) = try? place(path) else { continue }
            switch entry {
            case .folder: nodes.append(Node(isFolder: true, mode: 0o700))
            case .file(let bytes, let mode):
                nodes.append(Node(isFolder: false, mode: mode, bytes: bytes, durable: bytes))
            }
            nodes[parent].entries[name] = nodes.count - 1
            nodes[parent].durableEntries[name] = nodes.count - 1
        }
    }

    var image: DiskImage {
        image(of: { nodes[$0].bytes }, entries: { nodes[$0].entries })
    }

    /// The tree from the root, with contents and entries as given for each inode.
    func image(of bytes: (Int) -> [UInt8], entries: (Int) -> [String: Int]) -> DiskImage {
        var image = DiskImage()
        func add(_ node: Int, _ path: String) {
            for (name, child) in entries(node) {
                let place = path + "/" + name
                if nodes[child].isFolder {
                    image.entries[place] = .folder
                    add(child, place)
                } else {
                    image.entries[place] = .file(bytes(child), mode: nodes[child].mode)
                }
            }
        }
        add(0, "")
        return image
    }

    private func node(_ path: String) -> Int? {
        var node = 0
        for part in path.split(separator: "/") {
            guard nodes[node].isFolder, let next = nodes[node].entries[String(part)] else { return nil }
            node = next
        }
        return node
    }

    private func place(_ path: String) throws -> (parent: Int, name: String) {
        let parts = path.split(separator: "/")
        guard let name = parts.last, let parent = node(parts.dropLast().joined(separator: "/")) else {
            throw Refusal(code: 2)
        }
        guard nodes[parent].isFolder else { throw Refusal(code: 20) }
        return (parent, String(name))
    }

    private func handle(_ descriptor: Int32) throws -> Handle {
        guard let handle = handles[descriptor] else { throw Refusal(code: 9) }
        return handle
    }

    mutating func open(_ path: String, _ access: FileAccess) throws -> Int32 {
        var appends = false
        let there = node(path)
        switch access {
        case .folder:
            guard let there, nodes[there].isFolder else { throw Refusal(code: 20) }
        case .read:
            guard let there, !nodes[there].isFolder else { throw Refusal(code: 2) }
        case .append:
            guard let there, !nodes[there].isFolder else { throw Refusal(code: 2) }
            guard nodes[there].mode & 0o200 != 0 else { throw Refusal(code: 13) }
            appends = true
        case .createNew, .readWrite:
            if access != .readWrite, there != nil { throw Refusal(code: 17) }
            if there == nil {
                let (parent, name) = try place(path)
                nodes.append(Node(isFolder: false, mode: access == .createNew(readOnly: true) ? 0o400 : 0o600))
                nodes[parent].entries[name] = nodes.count - 1
                nodes[parent].entrySteps.append(.link(name, nodes.count - 1))
            }
        }
        guard let node = node(path) else { throw Refusal(code: 2) }
        nextHandle += 1
        handles[nextHandle] = Handle(node: node, appends: appends)
        return nextHandle
    }

    mutating func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var handle = try handle(descriptor)
        let place = handle.appends ? nodes[handle.node].bytes.count : handle.place
        nodes[handle.node].bytes = Self.written(bytes, at: place, in: nodes[handle.node].bytes)
        nodes[handle.node].steps.append(.write(at: place, bytes))
        handle.place = place + bytes.count
        handles[descriptor] = handle
    }

    mutating func truncate(_ descriptor: Int32, to length: Int) throws {
        let node = try handle(descriptor).node
        nodes[node].bytes = Self.cut(nodes[node].bytes, to: length)
        nodes[node].steps.append(.truncate(length))
    }

    mutating func sync(_ descriptor: Int32) throws {
        let node = try handle(descriptor).node
        nodes[node].durable = nodes[node].bytes
        nodes[node].steps = []
        nodes[node].durableEntries = nodes[node].entries
        nodes[node].entrySteps = []
    }

    mutating func close(_ descriptor: Int32) {
        if let handle = handles.removeValue(forKey: descriptor), locks[handle.node] == descriptor {
            locks[handle.node] = nil
        }
    }

    mutating func lock(_ descriptor: Int32) throws -> Bool {
        let node = try handle(descriptor).node
        guard locks[node] == nil || locks[node] == descriptor else { return false }
        locks[node] = descriptor
        return true
    }

    func read(_ path: String) throws -> [UInt8] {
        guard let node = node(path) else { throw Refusal(code: 2) }
        guard !nodes[node].isFolder else { throw Refusal(code: 21) }
        return nodes[node].bytes
    }

    mutating func rename(_ path: String, to other: String) throws {
        let (parent, name) = try place(path)
        let (target, newName) = try place(other)
        guard parent == target else { throw Refusal(code: 18) }
        guard let node = nodes[parent].entries.removeValue(forKey: name) else { throw Refusal(code: 2) }
        nodes[parent].entries[newName] = node
        nodes[parent].entrySteps.append(.rename(name, newName, node))
    }

    mutating func remove(_ path: String) throws {
        let (parent, name) = try place(path)
        guard let node = nodes[parent].entries[name] else { throw Refusal(code: 2) }
        guard !nodes[node].isFolder || nodes[node].entries.isEmpty else { throw Refusal(code: 39) }
        nodes[parent].entries[name] = nil
        nodes[parent].entrySteps.append(.unlink(name))
    }

    mutating func makeFolder(_ path: String) throws {
        let (parent, name) = try place(path)
        guard nodes[parent].entries[name] == nil else { throw Refusal(code: 17) }
        nodes.append(Node(isFolder: true, mode: 0o700))
        nodes[parent].entries[name] = nodes.count - 1
        nodes[parent].entrySteps.append(.link(name, nodes.count - 1))
    }

    func list(_ path: String) throws -> [String] {
        guard let node = node(path) else { throw Refusal(code: 2) }
        guard nodes[node].isFolder else { throw Refusal(code: 20) }
        return nodes[node].entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func status(_ path: String) -> FileStatus? {
        node(path).map { FileStatus(isFolder: nodes[$0].isFolder, bytes: nodes[$0].bytes.count, mode: nodes[$0].mode) }
    }

    static func written(_ bytes: [UInt8], at place: Int, in file: [UInt8]) -> [UInt8] {
        var file = file
        if file.count < place { file += [UInt8](repeating: 0, count: place - file.count) }
        file.replaceSubrange(place..<min(file.count, place + bytes.count), with: bytes)
        return file
    }

    static func cut(_ file: [UInt8], to length: Int) -> [UInt8] {
        Array(file.prefix(length)) + [UInt8](repeating: 0, count: max(0, length - file.count))
    }
}

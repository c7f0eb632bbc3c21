import CYaml

/// A YAML text as it is written: every scalar is text, nothing is guessed from its look (`00123`, `no`, dates).
///
/// Anchors, aliases, tags other than `!include`, several documents and duplicate keys are refused, with the line:
/// construction would expand aliases without limit and keep the last of two equal keys.
indirect enum YAMLTree {
    case scalar(String, line: Int, isPlain: Bool, isInclude: Bool)
    case sequence([YAMLTree], line: Int)
    case mapping([(key: String, value: YAMLTree)], line: Int)

    /// Bytes of a file: 64 MiB.
    static let largestFile = 64 << 20
    static let depth = 16
    static let longestScalar = 1 << 20

    var line: Int {
        switch self {
        case .scalar(_, let line, _, _), .sequence(_, let line), .mapping(_, let line): line
        }
    }

    /// The text of a scalar; nil of another kind, and for a plain `null` or `~`.
    var text: String? {
        guard case .scalar(let text, _, let isPlain, _) = self else { return nil }
        return isPlain && ["", "~", "null", "Null", "NULL"].contains(text) ? nil : text
    }

    /// The member of that name; nil when this is no mapping or has none.
    subscript(_ key: String) -> YAMLTree? {
        guard case .mapping(let members, _) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// Throws what is wrong in which line of `file`.
    static func parse(_ bytes: [UInt8], file: String) throws(TagError) -> YAMLTree {
        if let line = firstLineThatIsNotUTF8(bytes) { throw TagError("\(file), line \(line): it is not valid UTF-8.") }
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw TagError("There is not enough memory to read \(file).") }
        defer { yaml_parser_delete(&parser) }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
        defer { copy.deallocate() }
        copy.initialize(from: bytes, count: bytes.count)
        yaml_parser_set_input_string(&parser, copy, bytes.count)
        var builder = YAMLTreeBuilder(file: file)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                let problem = parser.problem.map { String(cString: $0) } ?? "it is no YAML"
                throw TagError("\(file), line \(Int(parser.problem_mark.line) + 1): it cannot be read as YAML: \(problem).")
            }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { break }
            try builder.take(event)
        }
        guard let root = builder.root else { throw TagError("\(file): it is empty.") }
        return root
    }
}

/// The first line, from 1, that is not UTF-8; nil where all are.
private func firstLineThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
}

/// Builds the tree from libyaml's events.
private struct YAMLTreeBuilder {
    let file: String
    private(set) var root: YAMLTree?

    private enum Open {
        case sequence([YAMLTree], line: Int)
        case mapping([(key: String, value: YAMLTree)], keys: Set<[UInt8]>, key: String?, line: Int)
    }

    private var open: [Open] = []

    init(file: String) { self.file = file }

    private func fail(_ line: Int, _ reason: String) -> TagError { TagError("\(file), line \(line): \(reason)") }

    mutating func take(_ event: yaml_event_t) throws(TagError) {
        let line = Int(event.start_mark.line) + 1
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            if root != nil { throw fail(line, "a second document begins; a file holds one.") }
        case YAML_ALIAS_EVENT:
            throw fail(line, "aliases (*) are not allowed: they can grow a file without limit. Write the value out.")
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            guard data.anchor == nil else { throw anchor(line) }
            let tag = data.tag.map { String(cString: $0) }
            guard tag == nil || tag == "!include" || tag == "tag:yaml.org,2002:str" else {
                throw fail(line, "YAML tags (!) are not allowed; put the text in quotes.")
            }
            guard data.length <= YAMLTree.longestScalar else {
                throw fail(line, "a text is longer than \(YAMLTree.longestScalar) bytes.")
            }
            let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
            if bytes.contains(0) { throw fail(line, "there is a NUL character in it.") }
            let text = String(decoding: bytes, as: UTF8.self)
            try add(
                .scalar(text, line: line, isPlain: data.style == YAML_PLAIN_SCALAR_STYLE, isInclude: tag == "!include"))
        case YAML_SEQUENCE_START_EVENT:
            guard event.data.sequence_start.anchor == nil else { throw anchor(line) }
            try begin(.sequence([], line: line), line)
        case YAML_MAPPING_START_EVENT:
            guard event.data.mapping_start.anchor == nil else { throw anchor(line) }
            try begin(.mapping([], keys: [], key: nil, line: line), line)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            switch open.popLast() {
            case .sequence(let elements, let line): try add(.sequence(elements, line: line))
            case .mapping(let members, _, _, let line): try add(.mapping(members, line: line))
            case nil: break
            }
        default: break
        }
    }

    private func anchor(_ line: Int) -> TagError {
        fail(line, "anchors (&) are not allowed: what they name can grow a file without limit. Write the value out.")
    }

    private mutating func begin(_ level: Open, _ line: Int) throws(TagError) {
        guard open.count < YAMLTree.depth else { throw fail(line, "it is nested deeper than \(YAMLTree.depth) levels.") }
        open.append(level)
    }

    private mutating func add(_ node: YAMLTree) throws(TagError) {
        switch open.popLast() {
        case nil: root = node
        case .sequence(var elements, let line):
            elements.append(node)
            open.append(.sequence(elements, line: line))
        case .mapping(var members, var keys, let key, let line):
            if let key {
                members.append((key, node))
                open.append(.mapping(members, keys: keys, key: nil, line: line))
            } else {
                guard case .scalar(let name, let at, _, _) = node else {
                    throw fail(node.line, "a key must be a word.")
                }
                guard keys.insert(Array(name.utf8)).inserted else {
                    throw fail(at, "“\(name.prefix(40))” is given twice. Keep one.")
                }
                open.append(.mapping(members, keys: keys, key: name, line: line))
            }
        }
    }
}

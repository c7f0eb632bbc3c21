import Crypto
import Encoding
import Ledger

/// Makes the folder of a new case beside its place and moves it there once it is durable.
struct CaseCreation {
    let path: String
    let name: String
    let question: String
    let chain: Chain
    let context: CaseContext
    let files: any FileIO

    func run() throws(CaseError) {
        try Case.check(name, "The case's name", limit: Case.nameLimit, mayBeEmpty: false)
        try Case.check(question, "The question", limit: 2_000)
        try Case.check(context.author, "The author's name", limit: Case.nameLimit, mayBeEmpty: false)
        var target = path
        while target.count > 1, target.hasSuffix("/") { target.removeLast() }
        let slash = target.lastIndex(of: "/")
        let parent = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
        let base = slash.map { String(target[target.index(after: $0)...]) } ?? target
        let temporary = UnfinishedCases.path(of: base, in: parent)
        UnfinishedCases.sweep(parent, files: files)
        do {
            guard try files.status(target) == nil else {
                throw CaseError(.exists, "Something is already at \(VisibleText.escape(path)). Choose another name.")
            }
            do throws(FileError) {
                // An earlier attempt of this process that the disk did not even let clear up.
                if try files.status(temporary) != nil { CaseArchive.remove(temporary, files) }
                try fill(temporary)
                try files.rename(temporary, to: target)
            } catch {
                CaseArchive.remove(temporary, files)
                throw error
            }
            try files.syncFolder(parent)
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The case was not created")
        } catch {
            throw CaseError(.refused, "The case was not created.")
        }
    }

    private func fill(_ folder: String) throws(FileError) {
        let time = context.now()
        let created = CaseEvent.created(name: name, question: question, chain: chain)
        let event = JournalEvent(
            sequence: 1, time: time, author: context.author, kind: created.kind, previous: [],
            body: created.body, salt: context.salt())
        let value = Case(
            name: name, question: question, chain: chain, created: time, head: 1, headHash: event.hash,
            tips: [event.hash])
        try files.makeFolder(folder)
        try files.makeFolder("\(folder)/\(CaseStoreState.exhibitsName)")
        try files.replace(CaseStoreState.journalName, in: folder, with: event.line)
        try files.replace(CaseDocument.name, in: folder, with: CaseDocument.bytes(
            of: value, journal: JournalSeal(bytes: event.line.count, sha256: JournalEvent.hex(SHA256.hash(data: event.line)))))
    }
}

import Testing

@testable import Terminal

@Suite("The mailbox of the workers")
struct MailboxTests {
    @Test("Messages come out in order, once")
    func order() throws {
        let mailbox = try Mailbox<Int>()
        #expect(mailbox.drain().isEmpty)
        for number in 0..<5 { mailbox.post(number) }
        #expect(mailbox.drain() == [0, 1, 2, 3, 4])
        #expect(mailbox.drain().isEmpty)
    }

    @Test("Any thread may post; nothing is lost")
    func threads() async throws {
        let mailbox = try Mailbox<Int>()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask { for number in 0..<5_000 { mailbox.post(worker * 5_000 + number) } }
            }
        }
        #expect(Set(mailbox.drain()) == Set(0..<40_000))
    }
}

import Partners
import Testing

/// What a partner says, without what it repeats of a person.
struct PersonalWordsTests {
    private static let words = PersonalWords(
        ["Ana-María O'Dell", "12 Sample Street", "Apt 4B", "Austin", "78701", nil], phones: ["+1 (555) 010-0199", nil])

    @Test(
        "words of the address are left out, however they are written; others stay",
        arguments: [
            ("No carrier goes to Ana-María O'Dell, 12 SAMPLE ST.", "No carrier goes to …-… O'…, … ST."),
            ("12 Sample Street was not found", "… Street was not found"),
            ("Unit 4b of 78701-1234 AUSTIN is none", "Unit … of …-1234 … is none"),
            ("call 555 010 0199 or +15550100199", "call … or +…"),
            // A part of a word is another word.
            ("Samples of Austinite rock", "Samples of Austinite rock"),
            ("HTTP 500: try again", "HTTP 500: try again"), ("", ""),
        ])
    func hidden(said: String, shown: String) {
        #expect(Self.words.hidden(in: said) == shown)
    }

    @Test("who has no address has nothing to hide")
    func nobody() {
        #expect(PersonalWords([], phones: [""]).hidden(in: "12 Sample Street") == "12 Sample Street")
    }
}

extension String {
    /// The text as a column can hold it: PostgreSQL refuses U+0000 in any text, and a word of others that holds one
    /// would hold up all that is to be saved with it.
    package var storable: String {
        utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    }
}

extension String {
    /// The text as a column can hold it: PostgreSQL refuses U+0000 in any text, and what cannot be filed as a failure
    /// would hold up its lane.
    var storable: String {
        utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    }
}

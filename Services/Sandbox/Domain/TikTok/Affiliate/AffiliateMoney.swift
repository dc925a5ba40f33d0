extension Currency {
    /// An amount as the affiliate API lays it out for people: a symbol in front, and dots between thousands of rupiah.
    func display(_ minor: Int) -> String {
        if code == "IDR" { return "Rp" + grouped(minor) }
        let symbols = ["USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "PHP": "₱", "THB": "฿"]
        return (symbols[code] ?? "") + text(minor)
    }

    private func grouped(_ number: Int) -> String {
        number < 1_000 ? String(number) : grouped(number / 1_000) + "." + String(1_000 + number % 1_000).dropFirst()
    }
}

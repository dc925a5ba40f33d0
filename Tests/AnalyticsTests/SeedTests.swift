import Testing

@testable import Analytics

@Test("The service has its name")
func name() {
    #expect(App.name == "analytics")
}

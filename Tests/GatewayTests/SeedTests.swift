import Testing

@testable import Gateway

@Test("The service has its name")
func name() {
    #expect(App.name == "gateway")
}

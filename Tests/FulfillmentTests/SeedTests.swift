import Testing

@testable import Fulfillment

@Test("The service has its name")
func name() {
    #expect(App.name == "fulfillment")
}

import Hummingbird
import NIOCore

/// What Hummingbird knows of a request, and its connection, which a live view needs to be ended.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

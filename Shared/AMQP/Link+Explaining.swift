import CRabbitMQ

extension Link {
    /// What to look at when a connection does not come up, where librabbitmq's own words leave it open.
    ///
    /// - Returns: empty, or the end of a sentence, from its semicolon on.
    static func explanation(_ status: Int32, _ configuration: AMQPConfiguration) -> String {
        switch (amqp_status_enum(status), configuration.tls) {
        case (AMQP_STATUS_SSL_PEER_VERIFY_FAILED, let tls?):
            "; its certificate is not valid, or signed by nobody in \(tls.caFile)"
        case (AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED, .some):
            "; its certificate is made out to another name than \(configuration.host)"
        case (AMQP_STATUS_SSL_CONNECTION_FAILED, .some):
            "; what listens there does not speak TLS 1.2 or later, or no TLS at all"
        case (AMQP_STATUS_SOCKET_ERROR, nil), (AMQP_STATUS_CONNECTION_CLOSED, nil), (AMQP_STATUS_BAD_AMQP_DATA, nil):
            "; if the port is one for TLS, the URL must begin with amqps://"
        default: ""
        }
    }
}

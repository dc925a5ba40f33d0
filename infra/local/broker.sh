#!/usr/bin/env bash
# A private RabbitMQ on the loopback interface, for development and tests: user guest, password guest.
#
#   broker.sh start DIR [--port N] [--management-port N] [--settings FILE]
#                                                           starts it unless it runs; 0 (the default) is any free port;
#                                                           FILE holds more lines for rabbitmq.conf, such as of TLS
#   broker.sh stop DIR                                      ends it, and nothing else; its data stays
#   broker.sh status DIR                                    tells whether it runs; exit code 3 if not
#   broker.sh crash DIR                                     kills it, as a lost machine would; its data stays
#   broker.sh ctl DIR COMMAND…                              runs rabbitmqctl on it
#
# All files are under DIR/broker; `start` leaves AMQP_URL and MANAGEMENT_URL in DIR/broker/env. Each broker has its own
# Erlang port mapper (epmd), so that any number run side by side and none leaves a process behind.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly scripts=${RABBITMQ_SCRIPTS:-/usr/lib/rabbitmq/bin}

usage() { sed -n 's/^# \{0,1\}//; 2,13p' "${BASH_SOURCE[0]}" >&2; exit 64; }

node() { process_of "$home/pid" "-home $home "; }
mapper() { process_of "$home/epmd.pid" "epmd -port "; }

start() {
    if node >/dev/null; then
        same_ports
        tell
        return
    fi
    [[ -x $scripts/rabbitmq-server ]] || die "RabbitMQ is not installed: run infra/local/install.sh."
    [[ $home != *[[:space:]]* ]] || die "RabbitMQ's own scripts cannot work in '$home', as it contains a blank."
    amqp=$(port_or_die "$amqp" "the broker" --port)
    management=$(port_or_die "$management" "the management page" --management-port)
    configure
    trap 'stop; exit 143' INT TERM
    start_mapper
    start_node
    wait_until_ready
    trap - INT TERM
    tell
}

# A second start may not ask for other ports than the broker has.
same_ports() {
    source "$home/ports"
    [[ $amqp == 0 || $amqp == "$AMQP_PORT" ]] && [[ $management == 0 || $management == "$MANAGEMENT_PORT" ]] ||
        die "the broker under '$home' runs already on ports $AMQP_PORT and $MANAGEMENT_PORT: stop it first."
}

configure() {
    mapper_port=$(free_port)
    distribution=$(free_port)
    printf 'AMQP_PORT=%s\nMANAGEMENT_PORT=%s\nMAPPER_PORT=%s\n' "$amqp" "$management" "$mapper_port" >"$home/ports"
    cat >"$home/rabbitmq.conf" <<-END
		listeners.tcp.1 = 127.0.0.1:$amqp
		management.tcp.ip = 127.0.0.1
		management.tcp.port = $management
		log.file.level = warning
		# What 4.x has by default; 3.x would take 128 MiB, and a consumer holds several hundred messages in memory.
		max_message_size = 16777216
		# Management shows counts a second late at most, not the five of the default, on which tests would wait.
		collect_statistics_interval = 500
		management.sample_retention_policies.global.minute = 1
		management.sample_retention_policies.basic.minute = 1
		management.sample_retention_policies.detailed.minute = 1
	END
    if [[ -n $settings ]]; then cat "$settings" >>"$home/rabbitmq.conf"; fi
    # The same for quorum queues, for which there is no key in the other file.
    echo '[{rabbit, [{quorum_tick_interval, 500}]}].' >"$home/advanced.config"
    echo '[rabbitmq_management].' >"$home/enabled_plugins"
    if [[ ! -s $home/.erlang.cookie ]]; then
        (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$home/.erlang.cookie")
    fi
    chmod 400 "$home/.erlang.cookie"
}

start_mapper() {
    local epmd
    epmd=$(command -v epmd) || die "epmd is not installed, though it comes with Erlang: run infra/local/install.sh."
    setsid "$epmd" -port "$mapper_port" -address 127.0.0.1 </dev/null >"$home/epmd.log" 2>&1 9>&- &
    echo $! >"$home/epmd.pid"
}

start_node() {
    rm -f "$home/pid"
    # Nothing of a system-wide broker's settings is taken over.
    env -i PATH="$PATH" LANG="${LANG:-C.UTF-8}" HOME="$home" \
        ERL_EPMD_PORT="$mapper_port" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_NODENAME=shop@localhost RABBITMQ_NODE_PORT="$amqp" RABBITMQ_DIST_PORT="$distribution" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
        RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/pid" \
        RABBITMQ_CONF_ENV_FILE="$home/none" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
        RABBITMQ_GENERATED_CONFIG_DIR="$home/generated" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
        setsid "$scripts/rabbitmq-server" </dev/null >"$home/start.log" 2>&1 9>&- &
    launcher=$!
}

wait_until_ready() {
    local i
    for ((i = 0; i < 600; i++)); do
        if is_listening "$amqp" && management_answers; then return; fi
        is_alive "$launcher" || { stop; die "the broker did not start: $(reason)."; }
        sleep 0.2
    done
    stop
    die "the broker was not ready after two minutes; see '$home/log'."
}

# guest:guest in base64. /dev/tcp instead of curl, as a fresh machine has no curl.
management_answers() {
    local status
    status=$(
        exec 3<>"/dev/tcp/127.0.0.1/$management" || exit 1
        printf 'GET /api/overview HTTP/1.0\r\nAuthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n\r\n' >&3
        head -n 1 <&3
    ) 2>/dev/null || return 1
    [[ $status == *" 200 "* ]]
}

# The most telling line of what a failed start wrote.
reason() {
    local line
    line=$(cat "$home/start.log" "$home"/log/*.log 2>/dev/null |
        grep -m 1 -iE 'eaddrinuse|eacces|permission denied|error|failed' || true)
    echo "${line:-see $home/start.log}"
}

stop() {
    local pid
    if pid=$(node); then
        end_process "$pid" 30
        # The node's helpers end with it, and its launcher too; all of them before the port mapper.
        for ((i = 0; i < 50; i++)); do
            pgrep -f -- "-home $home( |$)" >/dev/null || break
            sleep 0.1
        done
    elif [[ -n ${launcher:-} ]]; then
        end_process "$launcher" 10
    fi
    if pid=$(mapper); then end_process "$pid" 5; fi
    rm -f "$home/pid" "$home/epmd.pid" "$home/env"
}

# Nothing is written any more and nobody is told; what follows is as after `stop`. A process whose first thread is gone
# counts as ended, while others of its threads may still hold its sockets for a moment.
crash() {
    local pid i
    if pid=$(node); then
        kill -KILL "$pid"
        while is_alive "$pid"; do sleep 0.05; done
        source "$home/ports"
        for ((i = 0; i < 200; i++)); do
            is_listening "$AMQP_PORT" || is_listening "$MANAGEMENT_PORT" || break
            sleep 0.05
        done
    fi
    stop
}

ctl() {
    source "$home/ports"
    env -i PATH="$PATH" LANG="${LANG:-C.UTF-8}" HOME="$home" ERL_EPMD_PORT="$MAPPER_PORT" \
        RABBITMQ_NODENAME=shop@localhost RABBITMQ_CONF_ENV_FILE="$home/none" "$scripts/rabbitmqctl" "$@"
}

tell() {
    source "$home/ports"
    cat >"$home/env" <<-END
		AMQP_URL=amqp://guest:guest@127.0.0.1:$AMQP_PORT/
		MANAGEMENT_URL=http://guest:guest@127.0.0.1:$MANAGEMENT_PORT
	END
    echo "broker: amqp://guest:guest@127.0.0.1:$AMQP_PORT/, management on http://127.0.0.1:$MANAGEMENT_PORT"
}

[[ $# -ge 2 ]] || usage
command=$1 directory=$2 amqp=0 management=0 settings=
shift 2
if [[ $command == ctl ]]; then
    home=$(cd "$directory/broker" && pwd -P)
    ctl "$@"
    exit
fi
while [[ $# -ge 2 ]]; do
    case $1 in
        --port) amqp=$2 ;;
        --management-port) management=$2 ;;
        --settings) settings=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[[ $# -eq 0 ]] || usage

case $command in
    start)
        home=$(state_directory "$directory/broker")
        lock "$home"
        start
        ;;
    stop)
        [[ -d $directory/broker ]] || exit 0
        home=$(state_directory "$directory/broker")
        lock "$home"
        stop
        ;;
    crash)
        home=$(state_directory "$directory/broker")
        lock "$home"
        crash
        ;;
    status)
        [[ -d $directory/broker ]] && home=$(cd "$directory/broker" && pwd -P) && node >/dev/null ||
            { echo "broker: not running"; exit 3; }
        tell
        ;;
    *) usage ;;
esac

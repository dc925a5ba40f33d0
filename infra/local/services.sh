#!/usr/bin/env bash
# The platform's services on this machine, each with roles, secrets and ports of its own.
#
#   services.sh start DIR BIN [NAME…]
#                                 makes roles and schemas, migrates, starts what does not run and, once more, what was
#                                 built anew or only those of it that are named; BIN holds the executables
#   services.sh stop DIR [NAME…]  ends them, or those that are named, each after it has finished what was under way
#   services.sh status DIR        one line each; exit code 3 if one does not run or is not ready
#   services.sh logs DIR [NAME]   follows the logs
#   services.sh shopos DIR ARG…   runs the operator's command line
#   services.sh port DIR          the gateway's port, if it may have it
#
# CHECK_EVERY is how many seconds lie between two runs of `shopos check` (600; 0: it does not run).
#
# DIR/broker/env and DIR/database/env say where broker and database are (broker.sh, database.sh). Under DIR/services are
# the settings, logs and process ids; under DIR/secrets what must not be known. PORT is the gateway's (that of last
# time, at first 8080), SANDBOX_SEED the sandbox's (another one for each start).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# In the order of their start. The sandbox stands for the partners.
readonly names=(sandbox accounts inventory fulfillment analytics credit ingestion gateway)
# Beside the services: the operator's comparison of all books, again and again.
readonly checker=check
readonly check_every=${CHECK_EVERY:-600}
readonly schemas=(accounts inventory fulfillment analytics credit ingestion)
# The broker's; each service has one of its own name.
readonly users=("${schemas[@]}" gateway operator)

usage() { sed -n 's/^# \{0,1\}//; 2,18p' "${BASH_SOURCE[0]}" >&2; exit 64; }

# ------------------------------------------------------------------------------------------------ secrets and ports

# A secret that is made once: 32 random bytes.
#   secret NAME
secret() {
    local file=$secrets/$1
    [[ -s $file ]] || (umask 077 && openssl rand -base64 32 >"$file")
    cat "$file"
}

# A key as services keep several of them: name:base64.
key() { echo "k1:$(secret "$1")"; }

# A password that may stand in an address.
password() { secret "$1" | tr '+/' '-_' | tr -d '='; }

# A port that stays the same from one start to the next.
#   port_of NAME
port_of() {
    local file=$home/$1.port
    [[ -s $file ]] || free_port >"$file"
    cat "$file"
}

# The gateway's port: the one asked for, else that of last time, else 8080. Whoever asks for another one than that of a
# gateway which runs is told so, and so is who asks for one that is in use.
gateway_port() {
    local last=
    [[ ! -r $home/gateway.env ]] || last=$(sed -n "s/^GATEWAY_PORT='\(.*\)'$/\1/p" "$home/gateway.env")
    if [[ -n $last ]] && process gateway >/dev/null; then
        [[ ${PORT:-$last} == "$last" || $PORT == 0 ]] ||
            die "the gateway runs already on port $last: leave PORT out, or stop it first."
        echo "$last"
    else
        port_or_die "${PORT:-${last:-8080}}" "the gateway" PORT
    fi
}

# The administrator's address with another user.
#   address USER
address() {
    [[ $DATABASE_URL =~ ^(postgres(ql)?://)([^@/]*@)?(.*)$ ]] ||
        die "DATABASE_URL must begin with postgresql://."
    echo "${BASH_REMATCH[1]}$1:$(password "$1")@${BASH_REMATCH[4]}"
}

# ------------------------------------------------------------------------------------------------ settings

common() {
    cat <<-END
		AMQP_URL=$(broker_address "$1")
		DATABASE_URL=$(address "$1_worker")
		MIGRATION_DATABASE_URL=$(address "$1_owner")
	END
    trust
}

# Who vouches for a broker under TLS.
trust() { [[ -z ${AMQP_CA_FILE:-} ]] || echo "AMQP_CA_FILE=$AMQP_CA_FILE"; }

partner() {
    cat <<-END
		TIKTOK_APP_KEY=sandbox_operations
		TIKTOK_APP_SECRET=$(secret tiktok_app)
		TIKTOK_SERVICE_ID=7400000000000000001
		TIKTOK_CREDIT_APP_KEY=sandbox_credit
		TIKTOK_CREDIT_APP_SECRET=$(secret tiktok_credit_app)
		TIKTOK_CREDIT_SERVICE_ID=7400000000000000002
	END
}

# How a service is looked at. Settings of OpenTelemetry's are handed on as they are.
sight() {
    echo "ADMIN_PORT=$(port_of "$1")"
    printenv | grep -E '^OTEL_(EXPORTER_OTLP|TRACES)_[A-Z_]+=' | sort || true
}

# The broker as one of its users. Where nobody may administer it all come as the user that they were given; only
# operators must have one of their own, for whom services answer what they answer nobody else.
#   broker_address USER
broker_address() {
    [[ $AMQP_URL =~ ^(amqps?://)([^@/]*@)?(.*)$ ]] || die "AMQP_URL must begin with amqp://."
    if [[ -n ${MANAGEMENT_URL:-} || $1 == operator ]]; then
        echo "${BASH_REMATCH[1]}$1:$(broker_password "$1")@${BASH_REMATCH[3]}"
    else
        echo "$AMQP_URL"
    fi
}

#   broker_password USER
broker_password() { if [[ $1 == operator ]]; then password operator; else password "broker_$1"; fi; }

operator() {
    echo "AMQP_URL=$(broker_address operator)"
    echo "MANAGEMENT_URL=${MANAGEMENT_URL:-}"
    echo "GATEWAY_ADMIN_URL=http://127.0.0.1:$(port_of gateway)"
    trust
}

# What a service is told, one KEY=VALUE a line.
#   settings NAME
settings() {
    local sandbox=http://127.0.0.1:$(port_of sandbox)
    local gateway=http://127.0.0.1:$port
    case $1 in
        sandbox)
            cat <<-END
				SANDBOX_PORT=$(port_of sandbox)
				SANDBOX_SEED=$(cat "$home/sandbox.seed" 2>/dev/null)
				SANDBOX_TIME_SCALE=${SANDBOX_TIME_SCALE:-3600}
				SANDBOX_DEMO_SHOPS=${SANDBOX_DEMO_SHOPS:-US}
				SANDBOX_OPERATIONS_APP_SECRET=$(secret tiktok_app)
				SANDBOX_OPERATIONS_REDIRECT_URL=$gateway/api/tiktokshop/callback
				SANDBOX_OPERATIONS_WEBHOOK_URL=$gateway/webhooks/tiktok
				SANDBOX_CREDIT_APP_SECRET=$(secret tiktok_credit_app)
				SANDBOX_CREDIT_REDIRECT_URL=$gateway/api/tiktokshop/callback
				SANDBOX_SHIPPO_TOKENS=$(password shippo_token)
			END
            ;;
        accounts) common accounts && echo "BOOTSTRAP_AGENCY=Demo agency" ;;
        ingestion)
            common ingestion
            partner
            cat <<-END
				TIKTOK_URL=$sandbox
				INGESTION_ACCESS_KEYS=$(key access)
				INGESTION_REFRESH_KEYS=$(key refresh)
				INGESTION_PERSONAL_KEYS=$(key personal)
				INGESTION_PSEUDONYM_KEY=$(secret pseudonym)
			END
            ;;
        fulfillment)
            common fulfillment
            cat <<-END
				SHIPPO_URL=$sandbox/shippo
				SHIPPO_TOKEN=$(password shippo_token)
				FULFILLMENT_PERSONAL_KEYS=$(key fulfillment_personal)
			END
            ;;
        gateway)
            partner
            cat <<-END
				AMQP_URL=$(broker_address gateway)
				GATEWAY_PORT=$port
				GATEWAY_SESSION_KEY=$(secret session)
				SHIPPO_WEBHOOK_TOKEN=$(password shippo_webhook)
			END
            trust
            ;;
        credit)
            common credit
            # So that a demo shows at once what becomes of a sale.
            echo "SCORE_PAUSE=2s"
            ;;
        shopos) operator ;;
        "$checker") operator && echo "CHECK_EVERY=$check_every" ;;
        *) common "$1" ;;
    esac
    [[ $1 == sandbox || $1 == shopos ]] || sight "$1"
}

# ------------------------------------------------------------------------------------------------ broker

# Makes the broker's users, each with the rights that the topology gives it and no other.
prepare_users() {
    if [[ -z ${MANAGEMENT_URL:-} ]]; then
        echo "broker users: not made, as MANAGEMENT_URL is not set; see make shopos ARGS='topology users'"
        return
    fi
    local name said
    for name in "${users[@]}"; do
        broker_put "users/$name" "{\"password\": \"$(broker_password "$name")\", \"tags\": \"\"}"
    done
    said=$("$bin/shopos" topology grant --timeout 30 2>&1) || die "the broker's users did not get their rights: $said"
}

#   broker_put PATH JSON
broker_put() {
    # The body comes by the input: what stands in a command line, every user of the machine can read.
    curl -fsS -m 10 ${AMQP_CA_FILE:+--cacert "$AMQP_CA_FILE"} -o /dev/null -X PUT -H 'Content-Type: application/json' \
        -d @- "$MANAGEMENT_URL/api/$1" <<<"$2" ||
        die "the broker's management interface does not take $1."
}

# Sets what the broker has to see to by itself: how often it tries a delivery, how many requests may wait. Of a broker
# that has queues of somebody else's nothing is taken away, so that it may go on differing.
prepare_policies() {
    local said
    if [[ -z ${MANAGEMENT_URL:-} ]]; then
        echo "policies: not set, as MANAGEMENT_URL is not; make shopos ARGS='topology plan' lists the commands"
    elif said=$("$bin/shopos" topology apply --timeout 30 2>&1); then
        echo "policies: the broker is as the topology says"
    else
        echo "policies: the broker differs from the topology, see make shopos ARGS='topology drift':" \
            "$(tail -n 1 <<<"$said")" >&2
    fi
}

# ------------------------------------------------------------------------------------------------ database

prepare_schemas() {
    local schema role
    for schema in "${schemas[@]}"; do
        admin -v schema="$schema" -f "$here/../postgres/roles.sql" >/dev/null
        for role in "${schema}_owner" "${schema}_worker"; do
            admin -c "ALTER ROLE $role PASSWORD '$(password "$role")'" >/dev/null
        done
        run "$schema" migrate >"$home/$schema.migrate.log" 2>&1 ||
            die "$schema could not be migrated: $(last_words "$home/$schema.migrate.log")"
    done
}

admin() { PGOPTIONS='-c client_min_messages=warning' psql -XqAt -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

# ------------------------------------------------------------------------------------------------ processes

# Runs a service's command with its settings.
#   run NAME COMMAND
run() {
    (
        set -a
        source "$home/$1.env"
        exec "$bin/$1" "${@:2}"
    )
}

write_settings() {
    local name
    for name in "${names[@]}" "$checker" shopos; do (umask 077 && quoted_settings "$name" >"$home/$name.env"); done
}

# For the shell that reads them.
quoted_settings() { settings "$1" | sed "s/'/'\\\\''/g; s/=\(.*\)/='\1'/"; }

# The words by which something is run.
#   words NAME
words() {
    case $1 in
        sandbox) echo sandbox ;;
        "$checker") echo "shopos check --every $check_every" ;;
        *) echo "$1 run" ;;
    esac
}

program() { words "$1" | cut -d ' ' -f 1; }

process() { process_of "$home/$1.pid" "/$(program "$1") $([[ $1 != "$checker" ]] || echo "$checker ")"; }

# Ends a process that runs another program or with other settings than it would now, so that it is launched anew.
end_outdated() {
    local name=$1 pid why
    pid=$(process "$name") || return 0
    if [[ ! /proc/$pid/exe -ef $bin/$(program "$name") || -n $(newer_files "$name") ]]; then
        why="it was built anew"
    elif ! cmp -s <(quoted_settings "$name") "$home/$name.env"; then
        why="its settings have changed"
    else
        return 0
    fi
    echo "$name: is started again, as $why"
    end_process "$pid" 30
    rm -f "$home/$name.pid"
}

# What a service read when it was launched, such as the page, and has changed since.
newer_files() { find -H "$bin/shop-os_${1^}.resources" -newer "$home/$1.pid" -print -quit 2>/dev/null || true; }

# The sandbox forgets everything when it ends, so each start gets a seed of its own: with the last one it would mint the
# ids again that are in the services' books already.
choose_seed() {
    process sandbox >/dev/null || echo "${SANDBOX_SEED:-$(date +%s)}" >"$home/sandbox.seed"
}

launch() {
    local name=$1 command
    ! process "$name" >/dev/null || return 0
    read -ra command < <(words "$name")
    # A session of its own: what ends the terminal does not end the service.
    (
        set -a
        source "$home/$name.env"
        exec setsid nohup "$bin/${command[0]}" "${command[@]:1}" </dev/null >>"$home/$name.log" 2>&1 9>&-
    ) &
    echo $! >"$home/$name.pid"
    disown
    # Until then it is still this script by its command line, and would be taken for a process that is gone.
    until process "$name" >/dev/null || ! is_alive "$!"; do sleep 0.01; done
}

# Where a service tells that it is ready.
health() {
    case $1 in
        sandbox) echo "http://127.0.0.1:$(port_of sandbox)/livez" ;;
        *) echo "http://127.0.0.1:$(port_of "$1")/readyz" ;;
    esac
}

is_ready() { curl -fsS -m 2 -o /dev/null "$(health "$1")" 2>/dev/null; }

await_ready() {
    local i
    for ((i = 0; i < 600; i++)); do
        is_ready "$1" && return
        process "$1" >/dev/null || die "$1 ended at once: $(last_words "$home/$1.log")"
        sleep 0.1
    done
    die "$1 is not ready after a minute: $(curl -sS -m 2 "$(health "$1")" 2>&1 | head -c 300)"
}

# The last line of a log; of a JSON line its message and error.
last_words() {
    tail -n 1 "$1" | jq -Rr '
        fromjson? // . | if type == "object" then "\(.message) \(.["error.message"] // .error // "")" else . end
    ' | head -c 400
}

start() {
    port=$(gateway_port)
    secrets=$(state_directory "$directory/secrets")
    chmod 700 "$secrets"
    set -a
    source "$directory/broker/env"
    source "$directory/database/env"
    set +a
    echo "$bin" >"$home/bin"
    local name i
    if is_named "$checker" "$@"; then end_outdated "$checker"; fi
    for ((i = ${#names[@]} - 1; i >= 0; i--)); do
        if is_named "${names[i]}" "$@"; then end_outdated "${names[i]}"; fi
    done
    choose_seed
    write_settings
    prepare_policies
    prepare_users
    prepare_schemas
    for name in "${names[@]}"; do launch "$name"; done
    for name in "${names[@]}"; do await_ready "$name"; done
    # Not waited for: it is ready once all books are compared and alike.
    [[ $check_every == 0 ]] || launch "$checker"
    echo "http://127.0.0.1:$port" >"$home/address"
    write_targets >"$home/prometheus.json"
}

# Where Prometheus finds the services' figures, in the form of its file_sd_configs.
write_targets() {
    local name
    for name in "${names[@]}"; do
        [[ $name == sandbox ]] || printf '%s %s\n' "$name" "$(port_of "$name")"
    done | cat - <([[ $check_every == 0 ]] || echo "$checker $(port_of "$checker")") |
        jq -Rn '[inputs / " " | {targets: ["127.0.0.1:" + .[1]], labels: {service: .[0]}}]'
}

# Whether a service is among those that are named; without names all are meant.
#   is_named SERVICE [NAME…]
is_named() { [[ $# -eq 1 || " ${*:2} " == *" $1 "* ]]; }

stop() {
    local name pid i all=("${names[@]}" "$checker")
    for ((i = ${#all[@]} - 1; i >= 0; i--)); do
        name=${all[i]}
        is_named "$name" "$@" || continue
        if pid=$(process "$name"); then end_process "$pid" 30; fi
        rm -f "$home/$name.pid"
    done
}

status() {
    local name pid state missing=0
    for name in "${names[@]}"; do
        if ! pid=$(process "$name"); then
            state="not running" missing=3 pid=-
        elif is_ready "$name"; then
            state=ready
        else
            state="not ready: $(curl -sS -m 2 "$(health "$name")" 2>&1 | head -c 200 || true)" missing=3
        fi
        printf '%-12s %-8s %s\n' "$name" "$pid" "$state"
    done
    # What it finds is no trouble of the services that run.
    if pid=$(process "$checker"); then
        if is_ready "$checker"; then state="the books are alike"; else state=$(complaint); fi
        printf '%-12s %-8s %s\n' "$checker" "$pid" "$state"
    fi
    exit $missing
}

# What the last comparison has found.
complaint() {
    curl -sS -m 2 "$(health "$checker")" 2>&1 | jq -r '.checks[].reason' 2>/dev/null || echo "it does not answer"
}

logs() {
    local files=("$home"/*.log)
    [[ -z ${1:-} ]] || files=("$home/$1.log")
    exec tail -n 20 -F "${files[@]}"
}

[[ $# -ge 2 ]] || usage
command=$1 directory=$2
case $command in
    start)
        [[ $# -ge 3 ]] || usage
        bin=$(cd "$3" && pwd -P)
        home=$(state_directory "$directory/services")
        lock "$home"
        start "${@:4}"
        ;;
    shopos)
        [[ -s $directory/services/bin ]] || die "nothing was started under '$directory': run make up first."
        home=$(cd "$directory/services" && pwd -P)
        bin=$(cat "$home/bin")
        # What the broker must have is its administrator's business, not an operator's.
        if [[ ${3:-} == topology ]]; then
            set -a
            source "$directory/broker/env"
            exec "$bin/shopos" "${@:3}"
        fi
        run shopos "${@:3}"
        ;;
    port)
        home=$directory/services
        gateway_port
        ;;
    stop | status | logs)
        [[ -d $directory/services ]] || { echo "services: never started"; exit 0; }
        home=$(cd "$directory/services" && pwd -P)
        "$command" "${@:3}"
        ;;
    *) usage ;;
esac

# What the scripts beside this one have in common. Sourced, never run.

set -euo pipefail

# One sentence for whoever called, and the end.
die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Whether something listens on a loopback port.
is_listening() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# A loopback port on which nothing listens, below the range from which outgoing connections get theirs (32768 and up).
free_port() {
    local port try
    for try in {1..100}; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        is_listening "$port" || { echo "$port"; return; }
    done
    die "no free port was found between 20000 and 32000."
}

# The port to use: the one asked for if it is free, any free one for 0.
#   port_or_die 5673 AMQP --port
port_or_die() {
    local port=$1 what=$2 option=$3
    [[ $port =~ ^[0-9]+$ && $port -le 65535 ]] || die "$option must be a port from 0 to 65535, not '$port'."
    [[ $port -ne 0 ]] || { free_port; return; }
    ! is_listening "$port" ||
        die "port $port is in use, so $what cannot have it: give $option another, or 0 for a free one."
    echo "$port"
}

# The process of a pid file, if it is alive and its command line contains what we gave it. A number alone may by now
# belong to someone else.
#   process_of FILE PHRASE
process_of() {
    local file=$1 phrase=$2 pid
    [[ -r $file ]] || return 1
    pid=$(head -n 1 "$file")
    [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$phrase" || return 1
    echo "$pid"
}

# Whether a process runs; one that has ended and only waits to be collected does not.
is_alive() {
    local state
    state=$(ps -o stat= -p "$1" 2>/dev/null) || return 1
    [[ $state != Z* ]]
}

# Asks a process to end, and makes it end if it has not after some seconds.
#   end_process PID SECONDS
end_process() {
    local pid=$1 seconds=$2 i
    kill -TERM "$pid" 2>/dev/null || return 0
    for ((i = 0; i < seconds * 10; i++)); do
        is_alive "$pid" || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# Runs a command in a session of its own; its exit code is ours. However we end, it is asked to end, and then what it
# has left of its session is killed: programs that others start have process groups of their own, which no signal for
# a group would meet.
#   in_session COMMAND [ARGUMENT…]
in_session() {
    local status=0
    setsid "$@" 9>&- &
    session=$!
    trap end_session EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    wait "$session" || status=$?
    exit "$status"
}
end_session() {
    trap - EXIT
    trap '' INT TERM
    kill -TERM "$session" 2>/dev/null || true
    wait "$session" || true
    pkill -KILL -s "$session" || true
}

# Makes a state directory and gives its absolute path; whole and alone: the lock goes with this script.
#   state_directory DIR
state_directory() {
    mkdir -p "$1" 2>/dev/null && [[ -w $1 ]] || die "'$1' cannot be written to: choose another directory."
    cd "$1" && pwd -P
}

# Lets one script at a time work on a directory. Servers must be started with 9>&- or they keep the lock.
lock() {
    exec 9>"$1/lock"
    flock -w 120 9 || die "another script has been busy with '$1' for two minutes."
}

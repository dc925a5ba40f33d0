#!/usr/bin/env bash
# Builds everything, starts broker, database and services, connects a demo shop, and shows orders becoming parcels.
#
#   up.sh DIR
#
# AMQP_URL and DATABASE_URL name servers to use in place of private ones; beside an AMQP_URL, MANAGEMENT_URL is the
# broker's management interface and AMQP_CA_FILE the file of who vouches for both under TLS. PORT is the gateway's
# (that of last time, at first 8080), ORDERS how many orders the demo has (60; 0 for none), BUILD the configuration
# (release), CHECK_EVERY how many seconds lie between two comparisons of all books (600; 0: none is made).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly build=${BUILD:-release}
readonly built=.build/$build.built

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,10p' "${BASH_SOURCE[0]}" >&2; exit 64; }
state=$(state_directory "$1")

# A server that somebody named is used as it is; else a private one is started.
#   server NAME VARIABLE [MORE…]
server() {
    if [[ -n ${!2:-} ]]; then
        mkdir -p "$state/$1"
        noted "${@:2}" >"$state/$1/env"
        echo "$1: as $2 says"
    else
        "$here/$1.sh" start "$state"
    fi
}

# Those of the variables that are set, as a shell reads them: an address may hold an ampersand.
#   noted VARIABLE…
noted() {
    local name
    for name in "$@"; do
        if [[ -n ${!name:-} ]]; then printf '%s=%q\n' "$name" "${!name}"; fi
    done
}

# Whether the programs are those of the tree: swift build says the same after half a minute.
is_built() {
    [[ -s $built && -x $(<"$built")/gateway ]] && local newer &&
        newer=$(find "$(type -P swift)" Package.* Shared Services -newer "$built" -print -quit) && [[ -z $newer ]]
}

# Builds what has changed, and notes where the programs are.
build_all() {
    if is_built; then
        echo "the programs are up to date"
        return
    fi
    echo "building (the first time takes some minutes)"
    # Linked into the executables, the standard library takes about 8 % off the time of a busy service.
    local flags=(-c "$build") began
    [[ $build != release ]] || flags+=(--static-swift-stdlib)
    began=$state/build.began
    touch "$began"
    swift build "${flags[@]}" 2>&1 | { grep --line-buffered -E 'error:|Compiling|Build' || true; } | tail -n 1 ||
        die "the build failed: run swift build ${flags[*]} to see why."
    swift build "${flags[@]}" --show-bin-path >"$built"
    # What was edited during the build may not be in it.
    touch -r "$began" "$built"
    rm "$began"
}

# Before anything is built: nobody wants to hear after minutes that a port is in use.
"$here/services.sh" port "$state" >/dev/null

server broker AMQP_URL MANAGEMENT_URL AMQP_CA_FILE
server database DATABASE_URL

build_all
"$here/services.sh" start "$state" "$(<"$built")"
"$here/demo.sh" "$state" "${ORDERS:-60}"

#!/usr/bin/env bash
# Installs what building and running need from the Debian or Ubuntu archive, and only what is missing.
#
#   install.sh            installs
#   install.sh --check    only tells what is missing; exit code 1 if anything is
#   install.sh --browser  installs the browser as well in which the page is tested
#
# No system service is started by it, and none that runs is touched.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# package, and the test that tells that it is not needed: a capability counts, not the package that brings it.
needs() {
    cat <<-'END'
		make                    command -v make
		git                     command -v git
		pkg-config              command -v pkg-config
		procps                  command -v pgrep
		util-linux              command -v setsid
		curl                    command -v curl
		jq                      command -v jq
		openssl                 command -v openssl
		rabbitmq-server         test -x /usr/lib/rabbitmq/bin/rabbitmq-server
		postgresql              compgen -G /usr/lib/postgresql/*/bin/initdb
		postgresql-client       command -v psql
		librabbitmq-dev         pkg-config --exists librabbitmq
		libpq-dev               pkg-config --exists libpq
		libcurl4-openssl-dev    pkg-config --exists libcurl
		libssl-dev              pkg-config --exists openssl
		libjemalloc-dev         pkg-config --exists jemalloc
		libjs-bootstrap5        test -e /usr/share/javascript/bootstrap5/css/bootstrap.min.css
		libjs-chart.js          test -e /usr/share/javascript/chart.js/chart.min.js
	END
}

# For the tests of the page alone; nobody needs it to run the platform.
browser() {
    cat <<-'END'
		chromium                command -v chromium
		chromium-driver         command -v chromedriver
	END
}

missing_packages() {
    local package check
    while read -r package check; do
        bash -c "$check" >/dev/null 2>&1 || echo "$package"
    done < <(needs; [[ $with_browser == no ]] || browser)
}

with_browser=no
[[ ${1:-} != --browser ]] || with_browser=yes

command -v swift >/dev/null || die "Swift is not installed: see https://www.swift.org/install for 6.3 or later."

mapfile -t missing < <(missing_packages)
[[ ${#missing[@]} -gt 0 ]] || exit 0
[[ ${1:-} != --check ]] || die "missing: ${missing[*]}."

command -v apt-get >/dev/null || die "please install what corresponds to these Debian packages: ${missing[*]}."
as_root=()
if [[ $EUID -ne 0 ]]; then
    sudo -n true 2>/dev/null || die "root's rights are needed once: sudo apt-get install ${missing[*]}"
    as_root=(sudo -n)
fi

# Debian asks this file whether a package may start its service (invoke-rc.d(8)); 101 is no.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1
}

log=$(mktemp)
echo "installing ${missing[*]}"
apt update || die "the list of packages could not be read: $(tail -n 1 "$log")"
apt install -y --no-install-recommends "${missing[@]}" || die "could not install ${missing[*]}: $(tail -n 1 "$log")"
rm -f "$log"

mapfile -t missing < <(missing_packages)
[[ ${#missing[@]} -eq 0 ]] || die "still missing after the installation: ${missing[*]}."

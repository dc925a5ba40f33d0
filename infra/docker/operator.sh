#!/bin/sh
# Makes the broker's user operator over its management interface, MANAGEMENT_URL; the password is the name. Run in an
# image that has nothing but curl.

set -eu

put() {
    curl -fsS --retry 30 --retry-connrefused --retry-delay 1 -o /dev/null -X PUT \
        -H 'Content-Type: application/json' -d "$2" "$MANAGEMENT_URL/api/$1"
}

put users/operator '{"password": "operator", "tags": ""}'
put permissions/%2F/operator '{"configure": ".*", "write": ".*", "read": ".*"}'

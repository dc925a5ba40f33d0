#!/bin/sh
# Makes the broker's users over its management interface, MANAGEMENT_URL: one for each service, one for operators. Their
# passwords are their names; their rights come from `shopos topology users`. Run in an image that has curl.

set -eu

for name in accounts analytics credit fulfillment gateway ingestion inventory operator; do
    curl -fsS --retry 30 --retry-connrefused --retry-delay 1 -o /dev/null -X PUT \
        -H 'Content-Type: application/json' -d "{\"password\": \"$name\", \"tags\": \"\"}" \
        "$MANAGEMENT_URL/api/users/$name"
done

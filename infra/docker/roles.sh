#!/usr/bin/env bash
# Makes every service's roles and schema in the database of docker-compose.yml; passwords are the roles' names.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
database=postgresql://postgres@database/postgres

for schema in accounts analytics credit fulfillment ingestion inventory; do
    psql -XqAt -v ON_ERROR_STOP=1 -v schema="$schema" "$database" -f "$here/../postgres/roles.sql" >/dev/null
    for role in "${schema}_owner" "${schema}_worker"; do
        psql -XqAt -v ON_ERROR_STOP=1 "$database" -c "ALTER ROLE $role PASSWORD '$role'"
    done
done

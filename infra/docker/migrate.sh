#!/usr/bin/env bash
# Brings every schema up to date, as its owner.

set -euo pipefail

for service in accounts analytics credit fulfillment ingestion inventory; do
    DATABASE_URL="postgresql://${service}_owner:${service}_owner@database/postgres" "$service" migrate
done

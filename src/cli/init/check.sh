#!/bin/sh
# What CI runs: checks every deal, and drafts them if none has an error. Arguments go to both, such as `--shard 2/3`.
# PEERPACT_FORMAT chooses the report, which goes to standard output, and PEERPACT_OUT the folder of the drafts.
set -eu
cd "$(dirname "$0")/.."
peerpact check . --format "${PEERPACT_FORMAT:-human}" "$@"
peerpact draft . --quiet --output "${PEERPACT_OUT:-out}" "$@"

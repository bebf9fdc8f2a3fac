#!/bin/sh
# Checks every deal, and drafts them if none has an error. Arguments go to both, such as `--shard 2/3`.
# PEERPACT_FORMAT chooses the report (human), PEERPACT_REPORT the file for it (standard output), PEERPACT_OUT the folder of the drafts (out).
set -eu
report=${PEERPACT_REPORT:-}
format=${PEERPACT_FORMAT:-human}
if [ -n "$report" ]; then
    mkdir -p "$(dirname "$report")"
    peerpact check . --format "$format" "$@" >"$report"
else
    peerpact check . --format "$format" "$@"
fi
peerpact draft . --quiet --output "${PEERPACT_OUT:-out}" "$@"

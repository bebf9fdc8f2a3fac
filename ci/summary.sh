#!/bin/sh
# summary.sh BASE [HEAD]: what a pull request changes, into the folder PEERPACT_CHANGES (out/changes): summary.md, summary.json and redlines.
# PEERPACT_LINK stands in front of the paths of redlines, PEERPACT_TO chooses their formats (docx,pdf). A deal that has errors does not keep
# the comment from being written; `check.sh` is what fails then.
set -eu
base=$1
head=${2:-.}
changes=${PEERPACT_CHANGES:-out/changes}
code=0
peerpact summary "$base" "$head" --to "${PEERPACT_TO:-docx,pdf}" --output "$changes" --link "${PEERPACT_LINK:-}" >/dev/null || code=$?
[ "$code" -le 1 ] || exit "$code"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$changes/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi

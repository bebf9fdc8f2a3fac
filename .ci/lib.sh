# shellcheck shell=bash
# What every script here shares.
set -euo pipefail

mkdir -p "${XDG_CACHE_HOME:-$HOME/.cache}/peerpact-ci" 2>/dev/null || export XDG_CACHE_HOME=/tmp/peerpact-cache
# shellcheck disable=SC2034 # for the scripts that source this
cache=${XDG_CACHE_HOME:-$HOME/.cache}/peerpact-ci
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
peerpact=${PEERPACT:-${CARGO_TARGET_DIR:-target}/release/peerpact}
case $peerpact in /*) ;; *) peerpact=$root/$peerpact ;; esac
# The day and the place of the run are the test's to choose.
unset SOURCE_DATE_EPOCH

fail() {
    echo "FAIL $*"
    exit 1
}

# retry COMMAND...: three attempts, for whatever comes over a network.
retry() {
    local attempt
    for attempt in 1 2 3; do
        "$@" && return 0
        echo "attempt $attempt failed: $*" >&2
        sleep $((attempt * 5))
    done
    return 1
}

# two_versions OLD NEW: drafts of one stem whose every file differs, and the deals behind them beside the folders.
# A crash between them leaves one or the other, and the test can tell which.
two_versions() {
    local old=$1 new=$2 deal=$root/examples/${DEAL:-smallest}.yaml name
    [ -e "$deal" ] || deal=$(find "$root/examples" -maxdepth 1 -name '*.yaml' | sort | head -1)
    [ -n "$deal" ] || fail "no deal in examples/"
    mkdir -p "$old.deal" "$new.deal"
    # Whatever a deal refers to by a relative path lies where it expects it.
    cp -r "$root/examples/." "$new.deal"
    cp -r "$root/examples/." "$old.deal"
    old_deal=$old.deal/$(basename "$deal")
    new_deal=$new.deal/$(basename "$deal")
    sed -i -E '0,/^reference:/s/^reference: *"?([^" #]+)"?/reference: OLD-\1/' "$old_deal"
    cmp -s "$old_deal" "$new_deal" && fail "no reference line to change in $deal"
    "$peerpact" draft "$old_deal" -o "$old" >"$old.log" 2>&1 || fail "cannot draft $old_deal: $(tail -5 "$old.log")"
    "$peerpact" draft "$new_deal" -o "$new" >"$new.log" 2>&1 || fail "cannot draft $new_deal: $(tail -5 "$new.log")"
    for name in "$new"/*; do
        name=$(basename "$name")
        [ -e "$old/$name" ] || fail "$name is in one draft only"
        cmp -s "$old/$name" "$new/$name" && fail "$name is the same for both deals, which tests nothing"
    done
    [ "$(find "$new" -type f | wc -l)" -ge 3 ] || fail "expected Markdown, HTML and PDF at least, got: $(ls -A "$new")"
}

#!/bin/sh
# parallel.sh PARTS FOLDER: checks the deals in so many processes side by side, and puts their reports together as FOLDER/findings.sarif.
# With GNU parallel the parts may run on several machines (`--sshlogin`); without it, they run here.
set -eu
parts=$1
folder=$2
mkdir -p "$folder"
part='peerpact check . --quiet --format sarif --shard {}/'$parts' >'$folder'/{}.sarif; test $? -le 1'
if command -v parallel >/dev/null 2>&1; then
    seq "$parts" | parallel --halt never "$part"
else
    seq "$parts" | xargs -P "$parts" -I '{}' sh -c "$part"
fi
set --
for at in $(seq "$parts"); do
    set -- "$@" "$folder/$at.sarif"
done
peerpact merge "$@" >"$folder/findings.sarif"

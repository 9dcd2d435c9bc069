#!/usr/bin/env bash
# usage: OUTPUTS=JSON expect.sh NAME=VALUE ...    Fails where an output of the action is not what was expected.
set -euo pipefail

status=0
for pair in "$@"; do
  name=${pair%%=*} wanted=${pair#*=}
  found=$(jq --raw-output --arg name "$name" '.[$name]' <<<"$OUTPUTS")
  if [ "$found" != "$wanted" ]; then
    echo "::error::$name is $found and not $wanted"
    status=1
  fi
done
exit "$status"

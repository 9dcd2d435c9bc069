#!/usr/bin/env bash
# usage: expect-uploads.sh COUNT    Fails where the bucket has not so many unfinished uploads.
set -euo pipefail

# An empty answer is one without uploads.
found=$(aws s3api list-multipart-uploads --bucket ci-bucket | jq --slurp '[.[].Uploads[]?] | length')
if [ "$found" != "$1" ]; then
  echo "::error::The bucket has $found unfinished uploads and not $1"
  exit 1
fi

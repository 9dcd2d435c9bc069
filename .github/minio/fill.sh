#!/usr/bin/env bash
# Three unfinished uploads below `stale/` (one of them to be excluded), one elsewhere, and a finished object that has
# the key of one of them.
set -euo pipefail

until curl --fail --silent --output /dev/null "$AWS_ENDPOINT_URL/minio/health/ready"; do sleep 1; done

# usage: begin KEY [CONTENT]
begin() {
  local id
  id=$(aws s3api create-multipart-upload --bucket ci-bucket --key "$1" --query UploadId --output text)
  if [ $# -gt 1 ]; then
    printf '%s' "$2" >part
    aws s3api upload-part --bucket ci-bucket --key "$1" --upload-id "$id" --part-number 1 --body part >part.json
  fi
}

aws s3api create-bucket --bucket ci-bucket
aws s3api put-object --bucket ci-bucket --key stale/one.bin
begin stale/one.bin 'hello world'
begin 'stale/two & <b>three</b>.bin'
begin stale/important.keep
begin elsewhere/four.bin

# So that all of them are older than a second, also by a clock that shows whole seconds.
sleep 3

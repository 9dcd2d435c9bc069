"""The same in Python: all pages, then what is old, one at a time or in as many threads as the argument says."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config

threads = int(sys.argv[1])
bucket = os.environ["BENCH_BUCKET"]
job = os.environ["BENCH_JOB"]
s3 = boto3.client(
    "s3",
    endpoint_url=os.environ["BENCH_ENDPOINT"],
    config=Config(max_pool_connections=threads, s3={"addressing_style": "path"}),
)
limit = datetime.now(timezone.utc) - timedelta(days=7)
stale = [
    {"Bucket": bucket, "Key": upload["Key"], "UploadId": upload["UploadId"]}
    for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket)
    for upload in page.get("Uploads", [])
    if upload["Initiated"] < limit
]
if job == "list":
    sys.exit()
call = s3.abort_multipart_upload if job == "clean" else s3.list_parts
if threads == 1:
    for upload in stale:
        call(**upload)
else:
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda upload: call(**upload), stale):
            pass

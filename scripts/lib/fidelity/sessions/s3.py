# SPDX-License-Identifier: Apache-2.0
"""S3: restXml, blobs, aws-chunked uploads, presigned URLs, checksums."""

import io
import json

from boto3.s3.transfer import TransferConfig

UPSTREAM, TRANSITIONS = "moto", {}


class Pipe(io.BytesIO):
    """A file without a length, as a stream of another process is: botocore sends it in chunks."""


def test_bucket_life(run):
    s3 = run.client("s3")
    bucket = f"tf-acc-bucket-{run.names.digits()}"
    run.fails("404", s3.head_bucket, Bucket=bucket)
    s3.create_bucket(Bucket=bucket)
    run.wait(s3, "bucket_exists", Bucket=bucket)
    s3.get_bucket_location(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    run.poll(2, s3.get_bucket_versioning, Bucket=bucket)
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [
        {"Key": "team", "Value": "core"}, {"Key": "run", "Value": bucket}]})
    s3.get_bucket_tagging(Bucket=bucket)
    run.fails("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=bucket)
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/secret/*"}]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == policy
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}]})
    s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"], "MaxAgeSeconds": 300}]})
    s3.get_bucket_cors(Bucket=bucket)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False, "RestrictPublicBuckets": False})
    s3.get_public_access_block(Bucket=bucket)
    s3.delete_bucket_policy(Bucket=bucket)
    s3.delete_bucket(Bucket=bucket)
    run.wait(s3, "bucket_not_exists", Bucket=bucket)


def test_objects(run):
    s3 = run.client("s3")
    bucket = f"objects-{run.names.hex(8)}"
    s3.create_bucket(Bucket=bucket)
    run.fails("NoSuchKey", s3.get_object, Bucket=bucket, Key="nothing")
    key = f"in/{run.names.uuid()}.json"
    body = json.dumps({"id": run.names.hex(8), "state": "open"}).encode()
    s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json", Metadata={"origin": "test"})
    s3.head_object(Bucket=bucket, Key=key)
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == body
    assert s3.get_object(Bucket=bucket, Key=key, Range="bytes=0-4")["Body"].read() == body[:5]
    s3.put_object(Bucket=bucket, Key="text/readme.txt", Body=io.BytesIO(f"of {bucket}\n".encode() * 40))
    s3.get_object(Bucket=bucket, Key="text/readme.txt")
    s3.put_object(Bucket=bucket, Key="text/readme.txt", Body=b"newer", ChecksumAlgorithm="SHA256")
    assert s3.get_object(Bucket=bucket, Key="text/readme.txt", ChecksumMode="ENABLED")["Body"].read() == b"newer"
    s3.copy_object(Bucket=bucket, Key="text/copy.txt", CopySource={"Bucket": bucket, "Key": "text/readme.txt"})
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "state", "Value": "done"}]})
    s3.get_object_tagging(Bucket=bucket, Key=key)
    s3.upload_fileobj(Pipe(b"\x00\x01binary\xff" * 3000), bucket, "blob.bin", Config=TransferConfig(use_threads=False))
    got = io.BytesIO()
    s3.download_fileobj(bucket, "blob.bin", got, Config=TransferConfig(use_threads=False))
    assert len(got.getvalue()) == 27000
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key}, {"Key": "blob.bin"}]})
    run.fails("404", s3.head_object, Bucket=bucket, Key=key)
    listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
    assert [item["Key"] for item in listed] == ["text/copy.txt", "text/readme.txt"]
    run.fails("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)
    for item in listed:
        s3.delete_object(Bucket=bucket, Key=item["Key"])
    s3.delete_bucket(Bucket=bucket)


def test_pages_and_versions(run):
    s3 = run.client("s3", region="eu-central-1")
    bucket = f"pages-{run.names.word(10)}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for number in range(7):
        s3.put_object(Bucket=bucket, Key=f"part-{number:02}/{run.names.hex(6)}", Body=f"{number}".encode())
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 3})
    assert sum(page["KeyCount"] for page in pages) == 7
    s3.list_objects_v2(Bucket=bucket, Delimiter="/", MaxKeys=4)
    s3.list_objects_v2(Bucket=bucket, Prefix="part-03/")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="state", Body=b"one")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="state", Body=b"two")["VersionId"]
    assert s3.get_object(Bucket=bucket, Key="state", VersionId=first)["Body"].read() == b"one"
    assert s3.get_object(Bucket=bucket, Key="state", VersionId=second)["Body"].read() == b"two"
    s3.delete_object(Bucket=bucket, Key="state")
    run.fails("NoSuchKey", s3.get_object, Bucket=bucket, Key="state")
    s3.list_object_versions(Bucket=bucket, Prefix="state")


def test_multipart_and_presigned(run):
    # Version 2 of the signature, botocore's own choice for presigned URLs here, cannot be signed anew.
    s3 = run.client("s3", signature_version="s3v4")
    bucket = f"multi-{run.names.hex(12)}"
    s3.create_bucket(Bucket=bucket)
    key = f"big-{run.names.epoch()}"
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"a" * 5_242_880)
    last = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=2, Body=b"end")
    s3.list_parts(Bucket=bucket, Key=key, UploadId=upload)
    s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": 1, "ETag": part["ETag"]}, {"PartNumber": 2, "ETag": last["ETag"]}]})
    assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == 5_242_883
    aborted = s3.create_multipart_upload(Bucket=bucket, Key="aborted")["UploadId"]
    s3.abort_multipart_upload(Bucket=bucket, Key="aborted", UploadId=aborted)
    run.fails("NoSuchUpload", s3.list_parts, Bucket=bucket, Key="aborted", UploadId=aborted)
    secret = run.names.hex(16)
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "signed.txt"}, ExpiresIn=600)
    assert run.fetch(put, data=f"shared {secret}".encode(), method="PUT")["status"] == 200
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "signed.txt"}, ExpiresIn=600)
    assert run.fetch(get)["body"] == {"$bytes": f"shared {secret}"}
    gone = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "gone.txt"})
    assert run.fetch(gone)["status"] == 404


def test_threads(run):
    def worker():
        s3 = run.client("s3")
        bucket = f"parallel-{run.names.uuid()}"
        s3.create_bucket(Bucket=bucket)
        for turn in range(3):
            key = f"{turn}/{run.names.hex(8)}"
            s3.put_object(Bucket=bucket, Key=key, Body=f"{bucket} {turn}".encode())
            assert s3.get_object(Bucket=bucket, Key=key)["Body"].read().endswith(str(turn).encode())
            s3.delete_object(Bucket=bucket, Key=key)
        assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
        s3.delete_bucket(Bucket=bucket)

    run.threads(worker, worker, worker)

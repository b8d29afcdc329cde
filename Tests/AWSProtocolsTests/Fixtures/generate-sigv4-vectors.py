#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes SigV4Vectors.swift: requests signed by botocore, for Tapedeck's signer to make and to verify.

Usage: python3 generate-sigv4-vectors.py > SigV4Vectors.swift
"""
import datetime
import hashlib
import json

import botocore
import botocore.auth
import botocore.compat
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

MOMENT = datetime.datetime(2026, 11, 22, 9, 8, 7)
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
JSON = {"Content-Type": "application/x-amz-json-1.0"}
S3, V4 = botocore.auth.S3SigV4Auth, botocore.auth.SigV4Auth
S3_QUERY, V4_QUERY = botocore.auth.S3SigV4QueryAuth, botocore.auth.SigV4QueryAuth

# name, signer, service, method, host, target, fields, body, session token
CASES = [
    ("awsJson", V4, "codestar-connections", "POST", "codestar-connections.eu-west-1.amazonaws.com", "/",
     [*JSON.items(), ("X-Amz-Target", "CodeStar_connections_20191201.ListConnections")], b"{}", None),
    ("awsJson with a session token", V4, "codestar-connections", "POST", "localhost:8080", "/",
     list(JSON.items()), b'{"a":"\xc3\xa9"}', "FwoGZXIvYXdzEXAMPLE//token=="),
    ("runs of blanks in a header", V4, "sts", "GET", "sts.amazonaws.com", "/",
     [("X-Amz-Meta-Blanks", "  a   b \t c  "), ("X-Amz-Empty", "")], b"", None),
    ("repeated headers", V4, "sts", "GET", "sts.amazonaws.com", "/",
     [("X-Amz-Repeated", "b"), ("X-Amz-Other", "x"), ("X-Amz-Repeated", " a "), ("x-amz-repeated", "b,c")], b"", None),
    ("a header that Tapedeck does not sign itself", V4, "sts", "GET", "sts.amazonaws.com", "/",
     [("X-Custom", "1"), ("Accept", "*/*")], b"", None),
    ("dot segments", V4, "execute-api", "GET", "a.example", "/a/./b/../../c/.", [], b"", None),
    ("dot segments above the root", V4, "execute-api", "GET", "a.example", "/../../a/..", [], b"", None),
    ("double slashes", V4, "execute-api", "GET", "a.example", "//a///b//", [], b"", None),
    ("an encoded path", V4, "lambda", "GET", "a.example", "/2015/functions/arn%3Aaws%3Alambda/x%20y/%E6%BC%A2~", [],
     b"", None),
    ("a query in no order", V4, "execute-api", "GET", "a.example", "/?b=2&a=2&A=1&a=1&a-b=0&%C3%A9=%C3%A9&b=", [], b"",
     None),
    ("a query with an equals sign", V4, "execute-api", "GET", "a.example", "/x?token=a%3D%3D&z=%2F%2B%20~", [], b"",
     None),
    ("S3 dot segments and double slashes", S3, "s3", "GET", "b.s3.amazonaws.com", "/a//b/../c/./d", [], b"", None),
    ("S3 key with Unicode", S3, "s3", "PUT", "b.s3.amazonaws.com", "/%E6%BC%A2%20%F0%9F%9A%80/a%2Bb%3Dc~(1)",
     [("Content-Type", "text/plain"), ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")], b"x", None),
    ("S3 object lambda", S3, "s3-object-lambda", "GET", "b.s3-object-lambda.amazonaws.com", "/a%20b//c", [], b"", None),
    ("S3 sub-resource", S3, "s3", "GET", "b.s3.amazonaws.com", "/?prefix=a%2Fb&list-type=2", [], b"", "to/ken+=="),
    ("presigned STS", V4_QUERY, "sts", "GET", "sts.eu-west-1.amazonaws.com",
     "/?Action=GetCallerIdentity&Version=2011-06-15", [], b"", None),
    ("presigned with a session token and a signed header", V4_QUERY, "sts", "GET", "sts.eu-west-1.amazonaws.com",
     "/?Action=GetCallerIdentity&Version=2011-06-15", [("x-k8s-aws-id", "cluster")], b"", "FwoG/+=="),
    ("presigned S3", S3_QUERY, "s3", "GET", "b.s3.amazonaws.com", "/a%20b//%E6%BC%A2?versionId=x%2By", [], b"", None),
]


class FixedMoment(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return MOMENT

    @classmethod
    def now(cls, tz=None):
        return MOMENT.replace(tzinfo=tz)


def quoted(text):
    out = json.dumps(text, ensure_ascii=False)
    return out.replace("\\t", "\\t")


def vector(name, signer, service, method, host, target, fields, body, token):
    request = AWSRequest(method=method, url=f"https://{host}{target}", data=body)
    request.headers["Host"] = host
    for field, value in fields:
        request.headers.add_header(field, value)
    auth = signer(Credentials("AKIDEXAMPLE", SECRET, token), service, "eu-west-1")
    auth.add_auth(request)
    payload = "UNSIGNED-PAYLOAD" if signer is S3_QUERY else hashlib.sha256(body).hexdigest()
    signed = request.url[len(f"https://{host}"):]
    lines = [f"    SigV4Vector(", f"      name: {quoted(name)}, method: {quoted(method)}, service: {quoted(service)},",
             f"      sessionToken: {quoted(token) if token else 'nil'},", f"      target: {quoted(target)},",
             "      unsigned: ["]
    for field, value in [("Host", host), *fields]:
        lines.append(f"        HTTPField({quoted(field)}, {quoted(value)}),")
    lines += ["      ],", f"      signedTarget:", f"        {quoted(signed)},", "      signed: ["]
    for field, value in request.headers.items():
        lines.append(f"        HTTPField({quoted(field)}, {quoted(value)}),")
    lines += ["      ],", f"      payloadHash: {quoted(payload)}),"]
    return "\n".join(lines)


def main():
    botocore.auth.datetime.datetime = FixedMoment
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: MOMENT
    print("// SPDX-License-Identifier: Apache-2.0")
    print(f"// Generated by generate-sigv4-vectors.py with botocore {botocore.__version__}; never edited.")
    print("// swift-format-ignore-file")
    print("\n@testable import AWSProtocols\n")
    print("extension SigV4Vector {")
    print("  static let all: [SigV4Vector] = [")
    for case in CASES:
        print(vector(*case))
    print("  ]\n}")


main()

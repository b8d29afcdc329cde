# SPDX-License-Identifier: Apache-2.0
"""Sessions that hold nothing secret are recorded as they are: only who, where and which one is under an alias."""

import json
import re

import pytest
from support.aws import client, recording, replaying, tags
from support.cassette import Cassette
from support.redaction.answers import leaves, tree_of
from support.redaction.echo import Echo
from support.redaction.places import Case, json_body, json_case
from support.redaction.session import send
from support.tapedeck import Deck
from support.upstream import Answer
from support.wire import Message

CASSETTE = "app.cassette"
VPC = {
    "VpcId": "vpc-0123456789abcdef0",
    "SubnetIds": ["subnet-0123456789abcdef0"],
    "SecurityGroupIds": ["sg-0123456789abcdef0"],
}
# What an alias may stand for, here.
NEUTRAL = [
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"(?<=:)\d{12}(?=:)"), "ACCOUNT"),
    (re.compile(r"\b(vpc|subnet|sg)-[0-9a-f]{17}\b"), r"\1"),
]
# Headers that name a run, and no resource.
RUN = {"x-amzn-requestid", "x-amz-request-id", "x-amz-id-2", "date", "server", "connection", "transfer-encoding"}


def neutral(leaf):
    text = str(leaf)
    for pattern, word in NEUTRAL:
        text = pattern.sub(word, text)
    return text


def body_of(response: dict) -> bytes:
    return json.dumps(response["json"]).encode() if "json" in response else response.get("text", "").encode()


def headers_of(pairs) -> list[tuple[str, str]]:
    return sorted((name.lower(), value) for name, value in pairs if name.lower() not in RUN)


def changes(live: Message, exchange: dict, whole_body=True) -> list[str]:
    """What was changed in an answer beyond who, where and which one."""
    response = exchange["response"]
    recorded = Message(("", str(response["status"]), ""), response["headers"], body_of(response))
    pairs = [(dict(headers_of(live.fields)), dict(headers_of(recorded.fields)))]
    # No list of one has a Content-Type that the other lacks.
    if whole_body and live.body:
        pairs.append((leaves(tree_of(live)), leaves(tree_of(recorded))))
    found = []
    for before, after in pairs:
        places = before.keys() | after.keys()
        found += [
            f"{exchange['action']} {place}: {before.get(place)!r} became {after.get(place)!r}"
            for place in sorted(places, key=str)
            if neutral(before.get(place)) != neutral(after.get(place)) and place != "content-length"
        ]
    return found


def watch(made, seen: list):
    """Collects the answers that a client of boto3 gets, as they came."""

    def look(http_response, model, **_):
        is_streamed = model.has_streaming_output
        body = b"" if is_streamed else http_response.content
        fields = list(http_response.headers.items())
        seen.append((Message(("", str(http_response.status_code), ""), fields, body), not is_streamed))

    made.meta.events.register("after-call", look)
    return made


def connections(made):
    arns = []
    for name, provider in [("web-frontend", "GitHub"), ("Bücher", "Bitbucket"), ("password-service", "GitLab")]:
        given = tags(team="core", secret="no", stage="prod")
        arns.append(made.create_connection(ConnectionName=name, ProviderType=provider, Tags=given)["ConnectionArn"])
    kind = {"ProviderType": "GitHubEnterpriseServer", "ProviderEndpoint": "https://ghes.example"}
    host = made.create_host(Name="ghes", **kind)["HostArn"]
    made.create_host(Name="inner", VpcConfiguration=VPC, **kind)
    made.create_connection(ConnectionName="hosted", HostArn=host)
    for arn in arns:
        made.get_connection(ConnectionArn=arn)
        made.list_tags_for_resource(ResourceArn=arn)
    made.get_host(HostArn=host)
    made.list_hosts()
    page = {}
    while page is not None:
        answer = made.list_connections(MaxResults=1, **page)
        page = {"NextToken": answer["NextToken"]} if "NextToken" in answer else None
    made.delete_connection(ConnectionArn=arns[0])


def objects(made):
    made.create_bucket(Bucket="release-artifacts")
    made.put_bucket_versioning(Bucket="release-artifacts", VersioningConfiguration={"Status": "Enabled"})
    for name in ["app/1.2.3/app.tar.gz", "app/1.2.4/app.tar.gz", "keys/password-policy.txt", "Köln.txt"]:
        told = {"commit": "9fceb02d0ae598e9"}
        made.put_object(Bucket="release-artifacts", Key=name, Body=name.encode(), Metadata=told)
        made.head_object(Bucket="release-artifacts", Key=name)
    made.put_object_tagging(Bucket="release-artifacts", Key="Köln.txt", Tagging={"TagSet": tags(stage="prod")})
    made.get_object_tagging(Bucket="release-artifacts", Key="Köln.txt")
    made.get_object(Bucket="release-artifacts", Key="Köln.txt")["Body"].read()
    made.list_object_versions(Bucket="release-artifacts")
    made.get_bucket_location(Bucket="release-artifacts")
    upload = made.create_multipart_upload(Bucket="release-artifacts", Key="large")["UploadId"]
    made.list_parts(Bucket="release-artifacts", Key="large", UploadId=upload)
    page = {}
    while page is not None:
        answer = made.list_objects_v2(Bucket="release-artifacts", MaxKeys=2, **page)
        page = {"ContinuationToken": answer["NextContinuationToken"]} if answer["IsTruncated"] else None
    made.list_buckets()


def over_redacted(deck, upstream: str, service: str, session) -> list[str]:
    seen = []
    with recording(deck, upstream) as proxy:
        session(watch(client(proxy, service), seen))
    exchanges = Cassette(deck.path(CASSETTE)).exchanges
    assert len(exchanges) == len(seen) > 10
    with replaying(deck, "--fail-on-unused") as proxy:
        session(client(proxy, service))
    return [line for (live, whole), exchange in zip(seen, exchanges) for line in changes(live, exchange, whole)]


@pytest.mark.parametrize("service", ["codestar-connections", "codeconnections"])
def test_a_session_of_codeconnections(deck, service):
    found = over_redacted(deck, "simulator", service, connections)
    assert not found, "\n".join(found)
    text = json.dumps(Cassette(deck.path(CASSETTE)).exchanges, ensure_ascii=False)
    for kept in ("web-frontend", "Bücher", "password-service", "ghes.example", "GitHubEnterpriseServer", "core"):
        assert kept in text


def test_a_session_of_s3(deck, monkeypatch):
    server = pytest.importorskip("moto.server", reason="scripts/fidelity installs moto")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    moto = server.ThreadedMotoServer(port=0, verbose=False)
    moto.start()
    try:
        host, port = moto.get_host_and_port()
        found = over_redacted(deck, f"http://127.0.0.1:{port}", "s3", objects)
    finally:
        moto.stop()
    assert not found, "\n".join(found)


# What looks like a secret, an address or an account, and is none; by the service whose answer has it.
ORDINARY = {
    "pagination": {
        "NextToken": "eyJsYXN0IjoiMjAyNi0wMS0wMSJ9",
        "nextToken": "AAAAAIAAAAAAAAEBqfZkQ2Jkmf9sXwLrT0N8uQv7Yc1Zb3PpO6kHhVdGg2x",
        "NextContinuationToken": "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=",
        "Marker": "arn-like/but:none",
        "LastEvaluatedKey": {"id": {"S": "order-100"}},
        "PaginationToken": "page-2",
    },
    "versions": {
        "EngineVersion": "13.4.0.1",
        "ApiVersion": "2016.11.15.2",
        "version": "1.2.3.4",
        "Sha": "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "ImageDigest": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ETag": '"d41d8cd98f00b204e9800998ecf8427e-2"',
        "VersionId": "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo",
        "CodeSha256": "Wf0WzIF6JbhYzCYTkKVBOVl6gx0qL5xZQTBVYlNqTmk=",
    },
    "numbers": {
        "Size": 123456789013,
        "Epoch": 1767225600,
        "EpochMs": 1767225600123,
        "OrderNumber": "202601011230",
        "Duration": 0.25,
        "Count": 481726359081,
        "Phone": "+49 221 1234567",
    },
    "names": {
        "Name": "password-rotation",
        "Description": "Rotates the password; needs a token and an API key from the vault.",
        "TokenType": "Bearer",
        "KeyName": "deploy",
        "KeyId": "alias/app",
        "Key": "config/secrets/readme.md",
        "BucketName": "my-secret-santa",
        "RepositoryName": "aws/aws-sdk-go-v2",
        "Branch": "refs/heads/main",
        "PasswordLastUsed": "2026-01-01T00:00:00Z",
        "PasswordPolicy": {"MinimumPasswordLength": 8, "RequireSymbols": True},
        "State": "ACTIVE",
        "Code": "AccessDenied",
        "Status": "ENABLED",
        "AuthorizationType": "AWS_IAM",
        "Principal": "*",
        "AvailabilityZone": "eu-central-1a",
        "Owner": "amazon",
        "Location": "http://release-artifacts.s3.amazonaws.com/",
        "Url": "https://docs.example.com/a?b=c#d",
        "Endpoint": "https://codeconnections.eu-west-1.amazonaws.com",
        "Cidr": "10.0.0.0/16",
        "PrivateIp": "172.31.4.7",
        "Anywhere": "0.0.0.0/0",
        "Mail": "nobody@example.com",
        "Account": "123456789012",
        "Arn": "arn:aws:iam::aws:policy/AdministratorAccess",
        "OwnArn": "arn:aws:s3:::release-artifacts/app/1.2.3",
        "Date": "Fri, 23 Dec 2026 00:00:00 GMT",
        "Uploaded": "2026-11-23T05:13:03.123Z",
        "MediaType": "application/vnd.oci.image.manifest.v1+json",
        "Policy": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}),
    },
}
OBJECT = [
    ("Content-Type", "binary/octet-stream"),
    ("ETag", '"9a0364b9e99bb480dd25e1f0284c8555"'),
    ("Last-Modified", "Fri, 01 Jan 2026 00:00:00 GMT"),
    ("Location", "/release-artifacts"),
    ("x-amz-bucket-region", "eu-central-1"),
    ("x-amz-version-id", "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo"),
    ("x-amz-expiration", 'expiry-date="Fri, 23 Dec 2026 00:00:00 GMT", rule-id="old-builds"'),
    ("x-amz-storage-class", "STANDARD_IA"),
    ("x-amz-meta-commit", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
    ("Cache-Control", "max-age=300"),
]


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """Requests with ordinary content, which are echoed: what was sent, and what was recorded, by case."""
    deck = Deck(tmp_path_factory.mktemp("ordinary"))
    cases = [json_case(name, json_body(name, members)) for name, members in ORDINARY.items()]
    answers = {"object": Answer(200, OBJECT, b"content")}
    target = "/release-artifacts/app/1.2.3?versionId=3sL4kqtJlcpX&x-id=GetObject"
    cases.append(Case("object", "GET", target, [], b"", "s3"))
    with Echo(answers) as upstream, recording(deck, upstream.url) as proxy:
        live = send(proxy, cases)
    exchanges = Cassette(deck.path(CASSETTE)).exchanges
    yield {case.name: (case, live[case.name], exchange) for case, exchange in zip(cases, exchanges)}
    deck.clean_up()


@pytest.mark.parametrize("name", ORDINARY)
def test_what_only_looks_secret_stays(ordinary, name):
    case, live, exchange = ordinary[name]
    sent, kept = leaves(json.loads(case.body)), leaves(exchange["request"]["json"])
    found = [f"{sent[place]!r} became {kept.get(place)!r}" for place in sent if sent[place] != kept.get(place)]
    found += changes(live, exchange)
    assert not found, "\n".join(found)


def test_headers_and_targets_of_objects_stay(ordinary):
    case, live, exchange = ordinary["object"]
    assert exchange["request"]["target"] == case.target
    assert not (found := changes(live, exchange, whole_body=False)), "\n".join(found)

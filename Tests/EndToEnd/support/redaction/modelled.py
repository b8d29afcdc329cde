# SPDX-License-Identifier: Apache-2.0
"""Calls that boto3 makes, with secrets where AWS's models have them, and what the services answer."""

import json
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..aws import CBOR
from ..upstream import Answer
from . import cbor
from .places import base64_of
from .planted import ALNUM, HEX, Planter

XML = ("Content-Type", "text/xml")
JSON = ("Content-Type", "application/x-amz-json-1.1")


@dataclass
class Call:
    service: str
    operation: str
    parameters: dict
    answer: Answer
    protocol: str | None = None

    @property
    def case(self) -> str:
        return f"{self.service}:{self.operation}"


def elements(value) -> str:
    match value:
        case dict():
            return "".join(f"<{name}>{elements(each)}</{name}>" for name, each in value.items())
        case list():
            return "".join(f"<member>{elements(each)}</member>" for each in value)
        case _:
            return escape(str(value))


def answer(body: dict, *fields: tuple[str, str]) -> Answer:
    return Answer(200, [JSON, *fields], json.dumps(body).encode())


def query_answer(operation: str, namespace: str, body: dict) -> Answer:
    result = f"<{operation}Result>{elements(body)}</{operation}Result>" if body else ""
    text = f'<{operation}Response xmlns="{namespace}">{result}<ResponseMetadata/></{operation}Response>'
    return Answer(200, [XML], text.encode())


IAM, STS = "https://iam.amazonaws.com/doc/2010-05-08/", "https://sts.amazonaws.com/doc/2011-06-15/"
RDS, EC2 = "http://rds.amazonaws.com/doc/2014-10-31/", "http://ec2.amazonaws.com/doc/2016-11-15/"


def calls(planter: Planter) -> list[Call]:
    """One of each; the names of bodies are those of the models, their secrets the planter's."""

    def secret(name, place, value=None):
        return planter.named(name, place, value)

    def account(place="boto3"):
        return planter.note("account", place, planter.account())

    def unique(place="boto3"):
        return planter.note("UUID", place, planter.uuid())

    def keys(place):
        return {
            "AccessKeyId": planter.make("access key ASIA", place),
            "SecretAccessKey": secret("SecretAccessKey", place, planter.some(ALNUM + "+/", 40)),
            "SessionToken": planter.make("session token IQoJ", place),
            "Expiration": "2099-01-01T00:00:00Z",
        }

    owner = account()
    stored = secret("SecretString", "secretsmanager", json.dumps({"user": "app", "password": planter.some(ALNUM, 20)}))
    arn = f"arn:aws:secretsmanager:us-east-1:{owner}:secret:app/db-a1B2c3"
    blob = planter.some(ALNUM, 32).encode()
    planter.note("SecretBinary", "secretsmanager", blob.decode())
    plaintext = planter.some(ALNUM, 48)
    planter.note("Plaintext", "kms", plaintext)
    variables = {"DATABASE": secret("Environment", "lambda"), "MODE": secret("Environment", "lambda")}
    token = unique()
    principal = planter.make("principal AROA", "sts")
    made = planter.make("access key AKIA", "iam")
    host = f"git-{planter.some('abcdefghijklmnop', 9)}.corp-internal.io"
    planter.note("host", "codeconnections", host)
    certificate = secret("TlsCertificate", "codeconnections", planter.some(ALNUM, 64))
    signed = planter.make("presigned URL", "lambda")
    user = planter.some("abcdefgh", 9)
    upload = {name: value for name, value in keys("gamelift").items() if name != "Expiration"}
    return [
        Call(
            "secretsmanager",
            "create_secret",
            {"Name": "app/db", "SecretString": stored, "ClientRequestToken": token},
            answer({"ARN": arn, "Name": "app/db", "VersionId": token}),
        ),
        Call(
            "secretsmanager",
            "get_secret_value",
            {"SecretId": "app/db"},
            answer({"ARN": arn, "Name": "app/db", "VersionId": token, "SecretString": stored}),
        ),
        Call(
            "secretsmanager",
            "put_secret_value",
            {"SecretId": "app/db", "SecretBinary": blob, "ClientRequestToken": unique()},
            answer({"ARN": arn, "Name": "app/db"}),
        ),
        Call(
            "cognito-idp",
            "admin_initiate_auth",
            {
                "UserPoolId": "us-east-1_AbCdEf123",
                "ClientId": secret("ClientId", "cognito", planter.some("abcdefghijklmnop0123456789", 26)),
                "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": user, "PASSWORD": secret("AuthParameters", "cognito")},
            },
            answer(
                {
                    "AuthenticationResult": {
                        "AccessToken": planter.make("JWT", "cognito"),
                        "RefreshToken": secret("RefreshToken", "cognito", planter.some(ALNUM + "-_", 120)),
                        "IdToken": planter.make("JWT", "cognito"),
                        "ExpiresIn": 3600,
                        "TokenType": "Bearer",
                    }
                }
            ),
        ),
        Call(
            "kms",
            "encrypt",
            {"KeyId": "alias/app", "Plaintext": plaintext.encode()},
            answer(
                {
                    "CiphertextBlob": base64_of(secret("CiphertextBlob", "kms")),
                    "KeyId": f"arn:aws:kms:us-east-1:{owner}:key/{unique()}",
                }
            ),
        ),
        Call(
            "sts",
            "assume_role",
            {"RoleArn": f"arn:aws:iam::{owner}:role/deploy", "RoleSessionName": "session"},
            query_answer(
                "AssumeRole",
                STS,
                {
                    "AssumedRoleUser": {
                        "AssumedRoleId": f"{principal}:session",
                        "Arn": f"arn:aws:sts::{owner}:assumed-role/deploy/session",
                    },
                    "Credentials": keys("sts"),
                },
            ),
        ),
        Call(
            "iam",
            "create_access_key",
            {"UserName": "deploy"},
            query_answer(
                "CreateAccessKey",
                IAM,
                {
                    "AccessKey": {
                        "UserName": "deploy",
                        "AccessKeyId": made,
                        "Status": "Active",
                        "SecretAccessKey": secret("SecretAccessKey", "iam", planter.some(ALNUM + "+/", 40)),
                    }
                },
            ),
        ),
        Call(
            "iam",
            "create_login_profile",
            {"UserName": "deploy", "Password": secret("Password", "iam")},
            query_answer("CreateLoginProfile", IAM, {"LoginProfile": {"UserName": "deploy"}}),
        ),
        Call(
            "rds",
            "create_db_instance",
            {
                "DBInstanceIdentifier": "orders",
                "DBInstanceClass": "db.t4g.micro",
                "Engine": "postgres",
                "MasterUsername": "app",
                "MasterUserPassword": secret("MasterUserPassword", "rds", planter.awkward()),
            },
            query_answer("CreateDBInstance", RDS, {"DBInstance": {"DBInstanceIdentifier": "orders"}}),
        ),
        Call(
            "ec2",
            "create_key_pair",
            {"KeyName": "deploy"},
            Answer(
                200,
                [XML],
                f'<CreateKeyPairResponse xmlns="{EC2}"><keyName>deploy</keyName>'
                f"<keyMaterial>{planter.make('PEM RSA PRIVATE KEY', 'ec2')}</keyMaterial>"
                "</CreateKeyPairResponse>".encode(),
            ),
        ),
        Call(
            "lambda",
            "create_function",
            {
                "FunctionName": "orders",
                "Runtime": "python3.13",
                "Role": f"arn:aws:iam::{owner}:role/lambda",
                "Handler": "app.handler",
                "Code": {"S3Bucket": "artifacts", "S3Key": "orders.zip"},
                "Environment": {"Variables": variables},
            },
            answer(
                {
                    "FunctionName": "orders",
                    "FunctionArn": f"arn:aws:lambda:us-east-1:{owner}:function:orders",
                    "Environment": {"Variables": variables},
                    "RevisionId": unique(),
                }
            ),
        ),
        Call(
            "lambda",
            "get_function",
            {"FunctionName": "orders"},
            answer({"Configuration": {"FunctionName": "orders"}, "Code": {"RepositoryType": "S3", "Location": signed}}),
        ),
        Call(
            "ssm",
            "put_parameter",
            {"Name": "/app/key", "Value": secret("Value", "ssm"), "Type": "SecureString"},
            answer({"Version": 1, "Tier": "Standard"}),
        ),
        Call(
            "codebuild",
            "import_source_credentials",
            {
                "token": planter.make("GitHub ghp_", "codebuild"),
                "serverType": "GITHUB",
                "authType": "PERSONAL_ACCESS_TOKEN",
            },
            answer({"arn": f"arn:aws:codebuild:us-east-1:{owner}:token/github"}),
        ),
        Call(
            "ecr",
            "get_authorization_token",
            {},
            answer(
                {
                    "authorizationData": [
                        {
                            "authorizationToken": secret("authorizationToken", "ecr", planter.some(ALNUM, 200)),
                            "expiresAt": 1.7e9,
                            "proxyEndpoint": f"https://{owner}.dkr.ecr.us-east-1.amazonaws.com",
                        }
                    ]
                }
            ),
        ),
        Call(
            "sso-oidc",
            "create_token",
            {
                "clientId": "client",
                "clientSecret": secret("clientSecret", "sso-oidc"),
                "grantType": "authorization_code",
                "code": "one-time",
            },
            answer({"accessToken": secret("accessToken", "sso-oidc"), "tokenType": "Bearer", "expiresIn": 28800}),
        ),
        Call(
            "codeconnections",
            "create_host",
            {
                "Name": "ghes",
                "ProviderType": "GitHubEnterpriseServer",
                "ProviderEndpoint": f"https://{host}/path",
                "VpcConfiguration": {
                    "VpcId": planter.make("resource vpc-", "codeconnections"),
                    "SubnetIds": [planter.make("resource subnet-", "codeconnections")],
                    "SecurityGroupIds": [planter.make("resource sg-", "codeconnections")],
                    "TlsCertificate": f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----",
                },
            },
            answer({"HostArn": f"arn:aws:codeconnections:us-east-1:{owner}:host/ghes-{planter.some(HEX, 8)}"}),
        ),
        Call(
            "s3",
            "put_object",
            {
                "Bucket": "bucket",
                "Key": "object",
                "Body": b"content",
                "SSECustomerAlgorithm": "AES256",
                "SSECustomerKey": secret("SSECustomerKey", "s3", planter.some(ALNUM, 32)),
                "ExpectedBucketOwner": owner,
            },
            Answer(200, [("ETag", '"9a0364b9"'), ("x-amz-id-2", secret("x-amz-id-2", "s3", planter.some(ALNUM, 76)))]),
        ),
        Call(
            "gamelift",
            "create_build",
            {"StorageLocation": {"Bucket": "b", "Key": "k", "RoleArn": f"arn:aws:iam::{owner}:role/g"}},
            Answer(200, [cbor.PROTOCOL, cbor.TYPE], cbor.encode({"UploadCredentials": upload})),
            CBOR,
        ),
    ]

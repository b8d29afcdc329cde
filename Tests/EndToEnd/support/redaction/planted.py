# SPDX-License-Identifier: Apache-2.0
"""Secrets of every kind, made with a seed. Nothing here is or was a secret of anybody's."""

import base64
import json
import random
import string
import textwrap
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

UPPER, LOWER, DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
ALNUM = UPPER + LOWER + DIGITS
BASE32 = UPPER + "234567"
HEX = DIGITS + "abcdef"
BASE64URL = ALNUM + "-_"
BASE64 = ALNUM + "+/"


@dataclass(frozen=True)
class Plant:
    """One secret in one place: what must be found nowhere."""

    kind: str
    place: str
    secret: bytes
    # Other texts that would give it away, where it was written in more than one layer.
    written: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Value:
    """A secret with the words around it that make it recognisable."""

    secret: str
    text: str


@dataclass
class Planter:
    """Makes secrets, and remembers what it made."""

    seed: int
    plants: list[Plant] = field(default_factory=list)

    def __post_init__(self):
        self.random = random.Random(self.seed)

    def some(self, alphabet: str, count: int) -> str:
        return "".join(self.random.choices(alphabet, k=count))

    def make(self, kind: str, place: str) -> str:
        """The text to plant of a kind that is known by its look."""
        value = RECOGNISED[kind](self)
        return self.note(kind, place, value.secret, value.text)

    def named(self, name: str, place: str, value: str | None = None) -> str:
        """A secret that only the name beside it gives away."""
        return self.note(name, place, value or self.some(ALNUM, 24))

    def note(self, kind: str, place: str, secret: str, text: str | None = None, *written: bytes) -> str:
        self.plants.append(Plant(kind, place, secret.encode(), written))
        return secret if text is None else text

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def account(self) -> str:
        # Neither the mark of an alias nor one of the dummies that documentation uses.
        return self.random.choice("245678") + self.some(DIGITS, 11)

    def awkward(self) -> str:
        """A password with all that any encoding has to escape."""
        return f'{self.some(ALNUM, 8)}"\\/<&>\'% +=;{self.some(ALNUM, 6)}é東{self.some(ALNUM, 4)}'


def plain(make: Callable[[Planter], str]) -> Callable[[Planter], Value]:
    def value(planter):
        text = make(planter)
        return Value(text, text)

    return value


def within(before: str, make: Callable[[Planter], str], after: str = "") -> Callable[[Planter], Value]:
    def value(planter):
        secret = make(planter)
        return Value(secret, f"{before}{secret}{after}")

    return value


def prefixed(prefix: str, alphabet: str, count: int) -> Callable[[Planter], Value]:
    return plain(lambda planter: prefix + planter.some(alphabet, count))


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def json_web_token(planter: Planter) -> str:
    parts = [{"alg": "RS256", "typ": "JWT", "kid": planter.some(HEX, 8)}]
    parts.append({"sub": planter.some(DIGITS, 10), "admin": True})
    return ".".join([*(base64url(json.dumps(part).encode()) for part in parts), planter.some(BASE64URL, 86)])


def pem(label: str) -> Callable[[Planter], Value]:
    def value(planter):
        body = planter.some(BASE64, 426) + "=="
        lines = "\n".join(textwrap.wrap(body, 64))
        return Value(body[70:120], f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n")

    return value


def slack_hook(planter: Planter) -> Value:
    secret = planter.some(ALNUM, 24)
    path = f"T{planter.some(UPPER + DIGITS, 8)}/B{planter.some(UPPER + DIGITS, 8)}/{secret}"
    return Value(secret, f"https://hooks.slack.com/services/{path}")


def discord(planter: Planter) -> str:
    return ".".join(["M" + planter.some(ALNUM, 23), planter.some(BASE64URL, 6), planter.some(BASE64URL, 27)])


def public_ipv4(planter: Planter) -> str:
    first, rest = planter.random.choice([18, 34, 52, 54]), [planter.random.randint(100, 250) for _ in range(3)]
    return ".".join(map(str, [first, *rest]))


def public_ipv6(planter: Planter) -> str:
    return "2a05:d018:" + ":".join(planter.random.choice("123456789abcdef") + planter.some(HEX, 3) for _ in range(6))


def presigned(planter: Planter) -> Value:
    signature, key = planter.some(HEX, 64), "ASIA" + planter.some(BASE32, 16)
    query = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
    query += f"&X-Amz-Date=20260101T000000Z&X-Amz-Signature={signature}"
    return Value(signature, f"https://bucket.s3.amazonaws.com/key?{query}")


def presigned_of_old(planter: Planter) -> Value:
    signature, key = planter.some(ALNUM, 27) + "%3D", "AKIA" + planter.some(BASE32, 16)
    return Value(
        signature, f"https://bucket.s3.amazonaws.com/key?AWSAccessKeyId={key}&Expires=1767225600&Signature={signature}"
    )


# Known by their look, wherever they stand.
TOKENS: dict[str, Callable[[Planter], Value]] = {
    **{f"access key {prefix}": prefixed(prefix, BASE32, 16) for prefix in ("AKIA", "ASIA", "ABIA", "ACCA")},
    "session token IQoJ": plain(lambda p: "IQoJb3JpZ2luX2VjE" + p.some(BASE64, 303) + "=="),
    "session token FwoG": plain(lambda p: "FwoGZXIvYXdzE" + p.some(BASE64, 251)),
    **{f"GitHub {prefix}": prefixed(prefix, ALNUM, 36) for prefix in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")},
    "GitHub fine-grained": plain(lambda p: f"github_pat_{p.some(ALNUM, 22)}_{p.some(ALNUM, 59)}"),
    "GitLab": prefixed("glpat-", BASE64URL[:-2], 20),
    "Bitbucket app password": prefixed("ATBB", ALNUM, 32),
    "Bitbucket access token": plain(lambda p: f"ATCTT3xFfGN0{p.some(BASE64URL, 160)}={p.some(HEX.upper(), 8)}"),
    **{
        f"Slack {prefix}": plain(lambda p, prefix=prefix: f"{prefix}{p.some(DIGITS, 12)}-{p.some(ALNUM, 24)}")
        for prefix in ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-")
    },
    "Slack webhook": slack_hook,
    "Google": prefixed("AIza", BASE64URL, 35),
    "Stripe secret": prefixed("sk_live_", ALNUM, 24),
    "Stripe restricted": prefixed("rk_live_", ALNUM, 24),
    "npm": prefixed("npm_", ALNUM, 36),
    "PyPI": prefixed("pypi-AgEIcHlwaS5vcmc", ALNUM, 90),
    "SendGrid": plain(lambda p: f"SG.{p.some(BASE64URL, 22)}.{p.some(BASE64URL, 43)}"),
    "Twilio": prefixed("SK", HEX, 32),
    "Mailchimp": plain(lambda p: f"{p.some(HEX, 32)}-us{p.random.randint(1, 19)}"),
    "OpenAI": plain(lambda p: f"sk-{p.some(ALNUM, 20)}T3BlbkFJ{p.some(ALNUM, 20)}"),
    "Discord": plain(discord),
    "Telegram": plain(lambda p: f"{p.random.randint(10**8, 10**10)}:AA{p.some(BASE64URL, 33)}"),
    "Square secret": prefixed("sq0csp-", BASE64URL, 43),
    "Square access": prefixed("EAAA", ALNUM, 60),
    "Azure storage": within(
        "DefaultEndpointsProtocol=https;AccountName=store;AccountKey=",
        lambda p: p.some(BASE64, 86) + "==",
        ";EndpointSuffix=core.windows.net",
    ),
    "Azure service bus": within(
        "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=",
        lambda p: p.some(BASE64, 43) + "=",
    ),
    "JWT": plain(json_web_token),
    "bearer": within("Authorization: Bearer ", lambda p: p.some(ALNUM, 40)),
    "basic": within("Authorization: Basic ", lambda p: base64.b64encode(f"ci:{p.some(ALNUM, 20)}".encode()).decode()),
    "password pair": within("Server=db;User Id=app;password=", lambda p: p.some(ALNUM, 20), ";"),
    "pwd pair": within("Server=db;Uid=app;pwd=", lambda p: p.some(ALNUM, 20), ";"),
    "URL password": within("https://deploy:", lambda p: p.some(ALNUM, 20), "@git.example.com/app.git"),
    "secret key beside its name": within("aws_secret_access_key = ", lambda p: p.some(ALNUM, 38) + "/z"),
    "presigned URL": presigned,
    "presigned URL of version 2": presigned_of_old,
}

# Of more than one line.
KEYS = {
    f"PEM {label}": pem(label)
    for label in ("RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
}

# Who and where: what gets an alias of its own form.
IDENTITIES: dict[str, Callable[[Planter], Value]] = {
    "account in an ARN": within("arn:aws:iam::", Planter.account, ":role/deploy"),
    "account in a registry": within("", Planter.account, ".dkr.ecr.eu-west-1.amazonaws.com/app:1.2"),
    "account in a queue URL": within("https://sqs.us-east-1.amazonaws.com/", Planter.account, "/jobs"),
    "UUID in an ARN": within("arn:aws:codeconnections:us-east-1:123456789012:connection/", Planter.uuid),
    "e-mail": plain(lambda p: f"{p.some(LOWER, 7)}.{p.some(LOWER, 6)}@corp-{p.some(LOWER, 5)}.com"),
    "IPv4": plain(public_ipv4),
    "IPv6": plain(public_ipv6),
    **{f"principal {prefix}": prefixed(prefix, UPPER + DIGITS, 17) for prefix in ("AIDA", "AROA", "AGPA", "ANPA")},
    **{f"resource {prefix}": prefixed(prefix, HEX, 17) for prefix in ("vpc-", "subnet-", "sg-", "eni-", "i-")},
    "UUID": plain(Planter.uuid),
}

RECOGNISED = {**TOKENS, **KEYS, **IDENTITIES}

# Members whose value is a secret whatever it looks like.
MEMBERS = """
    SecretAccessKey SecretKey SessionToken SecurityToken Password MasterUserPassword NewPassword OldPassword
    AuthToken AccessToken RefreshToken IdToken BearerToken ClientSecret ClientAssertion ApiKey SecretString SecretBinary
    PrivateKey KeyMaterial PrivateKeyPlaintext Plaintext CiphertextBlob UserData Passphrase ConnectionString WebhookUrl
    WebhookSecret OAuthToken AuthorizationCode DeviceCode UserCode JwtToken SAMLAssertion WebIdentityToken
    EncodedAuthorizationMessage
""".split()
NUMBERS = ["Pin", "Otp", "MfaCode"]

# Headers that no recorded request has.
SECRET_HEADERS = """
    Proxy-Authorization Cookie X-Amz-S3session-Token X-Amz-Sso_bearer_token X-Amz-Mfa X-Api-Key Api-Key
    X-Aws-Ec2-Metadata-Token X-Amz-Server-Side-Encryption-Customer-Key X-Amz-Server-Side-Encryption-Customer-Key-MD5
    X-Amz-Copy-Source-Server-Side-Encryption-Customer-Key X-Amz-Copy-Source-Server-Side-Encryption-Customer-Key-MD5
""".split()
RUN_HEADERS = """
    X-Amzn-Trace-Id traceparent tracestate baggage b3 X-B3-TraceId X-B3-SpanId X-Datadog-Trace-Id X-Datadog-Parent-Id
    X-Request-Id X-Correlation-Id X-Forwarded-For X-Forwarded-Host Via Amz-Sdk-Invocation-Id
""".split()
# Headers whose values go, of answers.
ANSWER_HEADERS = """
    Set-Cookie x-amzn-RequestId x-amz-request-id x-amz-id-2 x-amz-cf-id X-Amzn-Trace-Id x-amz-apigw-id
""".split()
SECRET_PARAMETERS = ["Signature", "sig", "access_token", "code", "state"]

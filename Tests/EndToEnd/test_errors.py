# SPDX-License-Identifier: Apache-2.0
"""Errors as a user meets them: the documented exit code, one message that says what to do, nothing lost."""

import gzip
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys

import pytest
from support.cassette import rewrite
from support.tapedeck import CLIENTS
from support.upstream import Answer, Upstream

SERVICE = "codestar-connections"
# Says what it got, and ends well whatever that was.
SWALLOW = """
import boto3, botocore.config, botocore.exceptions
c = boto3.client("codestar-connections", config=botocore.config.Config(retries={"total_max_attempts": 1}))
try: print(c.list_connections()["Connections"])
except botocore.exceptions.ClientError as error: print(error.response["Error"])
except Exception as error: print(type(error).__name__)
"""


def client(code=SWALLOW):
    return ["--", sys.executable, "-c", code]


@pytest.fixture
def cassette(deck):
    """A small cassette, app.cassette."""
    command = ["--", sys.executable, CLIENTS / "boto3_connections.py", SERVICE, "3"]
    assert deck.run("record", "app.cassette", "--upstream", "simulator", *command).status == 0
    return deck.path("app.cassette")


def assert_told(ended, status, *words):
    """It ended with `status`, and said so in few words, all of `words` among them."""
    assert ended.status == status, ended
    for word in words:
        assert word in ended.err, ended
    assert len(ended.err.splitlines()) <= 6, f"too long for one message: {ended}"
    for trace in ("Fatal error", "Stack dump", "Error(", "NSError", "Thread 0", "0x"):
        assert trace not in ended.err, ended


def test_a_port_in_use(deck, cassette):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_told(deck.run("replay", "app.cassette", "--port", port), 2, port, "in use")
        recording = deck.run("record", "new.cassette", "--upstream", "simulator", "--port", port)
        assert_told(recording, 2, port, "in use")
        assert not list(deck.folder.glob("new.cassette*")), "nothing is left of a recording that did not begin"
        assert_told(deck.run("simulate", "--port", port), 2, port, "in use")


VERBS_THAT_READ = [["replay"], ["show"], ["cat"], ["verify"], ["diff"], ["repair"]]


@pytest.mark.parametrize("verb", VERBS_THAT_READ, ids=lambda verb: verb[0])
def test_no_such_cassette(deck, cassette, verb):
    more = ["app.cassette"] if verb == ["diff"] else []
    assert_told(deck.run(*verb, "nowhere.cassette", *more), 5, "nowhere.cassette", "no")


def no_gzip(path):
    path.write_text("GIF89a, or anything else\n")


def empty(path):
    path.write_bytes(b"")


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def newer(path):
    rewrite(path, path, lambda lines: lines[0].update(tapedeck=3))


def no_header(path):
    rewrite(path, path, lambda lines: lines.pop(0))


def no_cassette(path):
    path.write_bytes(gzip.compress(b'{"log":{"entries":[]}}\n'))


DAMAGES = [
    (no_gzip, "gzip"),
    (empty, "app.cassette"),
    (truncated, "app.cassette"),
    (newer, "newer"),
    (no_header, "no cassette"),
    (no_cassette, "no cassette"),
]


@pytest.mark.parametrize("damage, word", DAMAGES, ids=lambda value: getattr(value, "__name__", None))
@pytest.mark.parametrize("verb", ["replay", "show", "auto"])
def test_a_cassette_that_is_none(deck, cassette, damage, word, verb):
    damage(cassette)
    before = cassette.read_bytes()
    options = ["--upstream", "simulator"] if verb == "auto" else []
    ended = deck.run(verb, "app.cassette", *options, *(["--", "true"] if verb != "show" else []))
    assert_told(ended, 5, "app.cassette", word)
    assert cassette.read_bytes() == before
    assert not deck.path("app.cassette.journal").exists()


@pytest.mark.parametrize("damage, word", DAMAGES, ids=lambda value: getattr(value, "__name__", None))
def test_verify_tells_what_is_wrong(deck, cassette, damage, word):
    damage(cassette)
    ended = deck.run("verify", "app.cassette")
    assert ended.status in (1, 5), ended
    assert word in ended.out + ended.err, ended


def test_a_truncated_cassette_is_repaired_as_far_as_it_goes(deck, cassette):
    whole = deck.run("show", "app.cassette", "--json").out.splitlines()
    assert len(whole) == 3
    cassette.write_bytes(cassette.read_bytes()[:-60])
    torn = cassette.read_bytes()
    repaired = deck.run("repair", "app.cassette")
    assert repaired.status in (0, 1), repaired
    saved = deck.run("show", "app.cassette", "--json").out.splitlines()
    assert saved and saved == whole[: len(saved)]
    assert deck.run("verify", "app.cassette").status == 0
    assert deck.path("app.cassette.damaged").read_bytes() == torn, "the damaged one is kept"


def test_an_edited_cassette_is_found_out(deck, cassette):
    rewrite(cassette, cassette, lambda lines: lines[1]["response"].update(status=500))
    ended = deck.run("verify", "app.cassette")
    assert ended.status == 1, ended
    assert "digest" in ended.out + ended.err, ended


def test_a_read_only_folder_is_told_before_the_command_runs(deck):
    script = 'mkdir -p sealed && mount -t tmpfs -o ro none sealed && exec "$@"'
    wrapper = ["unshare", "-rm", "sh", "-c", script, "sh"]
    if subprocess.run([*wrapper, "true"], cwd=deck.folder, check=False).returncode:
        pytest.skip("this machine lets nobody mount in a name space of their own")
    command = ["record", "sealed/app.cassette", "--upstream", "simulator", "--", "touch", "ran"]
    ended = deck.run(*command, prefix=wrapper)
    assert_told(ended, 5, "sealed/app.cassette")
    assert "read-only" in ended.err.lower() or "not writable" in ended.err.lower(), ended
    assert not deck.path("ran").exists()


def test_a_folder_that_is_not_there(deck):
    ended = deck.run("record", "nowhere/app.cassette", "--upstream", "simulator", "--", "touch", "ran")
    assert_told(ended, 5, "nowhere")
    assert not deck.path("ran").exists()


def test_an_upstream_that_is_dead(deck):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    ended = deck.run("record", "app.cassette", "--upstream", url, *client())
    assert_told(ended, 4, url)
    assert "Tapedeck" in ended.out, "the client is told by whom"
    assert not deck.path("app.cassette").exists()


def test_an_upstream_that_hangs_up_in_the_middle_of_an_answer(deck):
    torn = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{}"
    with Upstream(lambda request: torn) as upstream:
        ended = deck.run("record", "app.cassette", "--upstream", upstream.url, *client())
    assert_told(ended, 4, upstream.url)
    assert not deck.path("app.cassette").exists(), "half an answer is none"


def test_no_credentials_are_told_before_the_command_runs(deck):
    ended = deck.run("record", "app.cassette", "--", "touch", "ran")
    assert_told(ended, 4, "credentials", "AWS_ACCESS_KEY_ID")
    assert not deck.path("ran").exists()
    assert not list(deck.folder.glob("app.cassette*"))


def test_a_profile_that_does_not_exist(deck):
    ended = deck.run("record", "app.cassette", "--profile", "nobody", "--", "touch", "ran")
    assert_told(ended, 4, "nobody")
    assert not deck.path("ran").exists()


def test_a_ca_bundle_that_does_not_exist(deck, authority):
    with Upstream(lambda request: Answer(), tls=authority.context) as upstream:
        options = ["--upstream", upstream.url, "--ca-bundle", "nowhere.pem"]
        ended = deck.run("record", "app.cassette", *options, *client())
    assert_told(ended, 2, "nowhere.pem")
    assert not deck.path("app.cassette").exists()


def test_a_command_that_is_not_there(deck, cassette):
    for verb in (["replay", "app.cassette"], ["record", "new.cassette", "--upstream", "simulator"], ["simulate"]):
        assert_told(deck.run(*verb, "--", "no-such-command"), 127, "no-such-command")
    assert not list(deck.folder.glob("new.cassette*"))


def test_a_command_that_is_not_executable(deck, cassette):
    deck.path("plain.txt").write_text("no program\n")
    assert_told(deck.run("replay", "app.cassette", "--", "./plain.txt"), 126, "plain.txt")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_command_killed_by_a_signal(deck, cassette, number):
    before = cassette.read_bytes()
    ended = deck.run("replay", "app.cassette", "--", "sh", "-c", f"kill -{int(number)} $$")
    assert ended.status == 128 + number, ended
    assert cassette.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["record"],
        ["record", "a.cassette", "--port", "70000"],
        ["record", "a.cassette", "--upstream", "ftp://x"],
        ["replay", "a.cassette", "--upstream", "aws"],
        ["simulate", "--account", "12"],
    ],
    ids=" ".join,
)
def test_usage(deck, arguments):
    ended = deck.run(*arguments)
    assert ended.status == 2, ended
    assert "Usage" in ended.err or "usage" in ended.err, ended
    assert not list(deck.folder.glob("a.cassette*"))


@pytest.mark.parametrize("arguments", [["--help"], ["record", "--help"], ["--version"], ["help", "replay"]])
def test_help_is_no_error(deck, arguments):
    ended = deck.run(*arguments)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.strip()


def test_an_expired_token_reaches_the_client_as_the_service_said_it(deck):
    body = b'{ "__type":"com.amazon.coral.service#ExpiredTokenException",  "message":"The security token is expired" }'
    fields = [("Content-Type", "application/x-amz-json-1.0"), ("x-amzn-RequestId", "abc")]
    code = (
        "import os, urllib.request, urllib.error\n"
        "try: urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'], b'{}')\n"
        "except urllib.error.HTTPError as e: print(e.code, e.headers['x-amzn-RequestId'], e.read())"
    )
    with Upstream(lambda request: Answer(400, fields, body)) as upstream:
        raw = deck.run("record", "raw.cassette", "--upstream", upstream.url, *client(code))
        ended = deck.run("record", "app.cassette", "--upstream", upstream.url, *client())
    assert raw.out == f"400 abc {body}\n"
    assert "ExpiredToken" in ended.out
    # The credentials of a request that was not signed are not ours to judge.
    assert raw.status == 0, raw
    assert_told(ended, 4, "ExpiredToken", "credentials")
    assert deck.run("replay", "app.cassette", *client()).out == ended.out


def test_the_command_gets_a_clean_environment(deck, cassette):
    code = "import os, json; print(json.dumps({k: v for k, v in os.environ.items() if k.startswith('AWS_')}))"
    disturbing = {"AWS_PROFILE": "work", "AWS_SESSION_TOKEN": "token", "AWS_ENDPOINT_URL_S3": "http://x"}
    ended = deck.run("replay", "app.cassette", *client(code), **disturbing)
    variables = json.loads(ended.out)
    assert variables.pop("AWS_ENDPOINT_URL").startswith("http://127.0.0.1:")
    assert variables.pop("AWS_ACCESS_KEY_ID") and variables.pop("AWS_SECRET_ACCESS_KEY")
    assert variables.pop("AWS_REGION") == variables.pop("AWS_DEFAULT_REGION") != ""
    assert variables == {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }


def test_a_region_that_is_set_is_kept(deck, cassette):
    code = "import os; print(os.environ['AWS_REGION'], os.environ['AWS_DEFAULT_REGION'])"
    for verb in (["replay", "app.cassette"], ["record", "new.cassette", "--upstream", "simulator"], ["simulate"]):
        assert deck.run(*verb, *client(code), AWS_DEFAULT_REGION="eu-north-1").out == "eu-north-1 eu-north-1\n"


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="signal masks are read from /proc")
def test_the_command_gets_the_signals_as_they_were(deck, cassette):
    """A command that inherits blocked or ignored signals cannot be interrupted, or writes on into closed pipes."""
    command = ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]

    def masks(text):
        # Above 31 are signals of the C library and of real time, which no shell deals in.
        return [int(line.split()[1], 16) & 0x7FFF_FFFF for line in text.splitlines()]

    direct = subprocess.run(command, capture_output=True, text=True, check=True, restore_signals=True).stdout
    assert masks(deck.run("replay", "app.cassette", "--", *command).out) == masks(direct)


def test_the_command_has_the_standard_streams(deck, cassette):
    ended = deck.run("replay", "app.cassette", "--", "sh", "-c", "echo out; echo err >&2; cat")
    assert ended.out == "out\n"
    assert "err\n" in ended.err


def test_a_file_that_is_no_cassette_is_not_recorded_over(deck):
    deck.path("app.py").write_text("print('mine')\n")
    ended = deck.run("record", "app.py", "--upstream", "simulator", "--", "touch", "ran")
    assert_told(ended, 5, "app.py", "is no cassette")
    assert deck.path("app.py").read_text() == "print('mine')\n" and not deck.path("ran").exists()
    deck.path("folder").mkdir()
    assert_told(deck.run("record", "folder", "--upstream", "simulator", "--", "touch", "ran"), 5, "is a folder")
    assert not deck.path("ran").exists() and not list(deck.folder.glob("*.journal"))


def test_auto_needs_no_credentials_for_what_it_knows(deck):
    known = "import boto3; print(boto3.client('codeconnections').list_connections()['Connections'])"
    assert deck.run("record", "app.cassette", "--upstream", "simulator", *client(known)).status == 0
    assert deck.run("auto", "app.cassette", *client(known)).status == 0
    unknown = SWALLOW.replace("list_connections", "list_hosts").replace("Connections", "Hosts")
    ended = deck.run("auto", "app.cassette", *client(unknown))
    assert_told(ended, 4, "no AWS credentials")


def test_a_tunnel_is_refused_and_never_forwarded(deck):
    asked = []
    with Upstream(lambda request: asked.append(request) or Answer()) as upstream:
        with deck.start("record", "app.cassette", "--upstream", upstream.url) as proxy:
            host, port = proxy.endpoint.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port)), timeout=20) as connection:
                connection.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
                answer = b""
                while piece := connection.recv(65536):
                    answer += piece
            proxy.process.terminate()
            ended = proxy.wait(timeout=20)
    assert answer.startswith(b"HTTP/1.1 403 ") and b"AWS_ENDPOINT_URL" in answer
    assert ended.status == 1 and not asked


def test_repair_twice_keeps_both_damaged_files(deck, cassette):
    whole = cassette.read_bytes()
    for cut, name in ((40, "app.cassette.damaged"), (60, "app.cassette.damaged-2")):
        cassette.write_bytes(whole[:-cut])
        ended = deck.run("repair", "app.cassette")
        assert ended.status == 0 and name in ended.err, ended
        assert deck.path(name).read_bytes() == whole[:-cut]
        assert deck.run("verify", "app.cassette").status == 0


def test_auto_on_an_unreadable_exchange_leaves_no_journal(deck, cassette):
    header, *lines, trailer = gzip.decompress(cassette.read_bytes()).splitlines(keepends=True)
    text = b"".join([header, b'{"action":"a:B","at":"x"}\n', *lines])
    trailer = {"exchanges": len(lines) + 1, "sha256": hashlib.sha256(text).hexdigest()}
    cassette.write_bytes(gzip.compress(text + json.dumps(trailer, separators=(",", ":")).encode() + b"\n"))
    for _ in range(2):
        ended = deck.run("auto", "app.cassette", "--upstream", "simulator", "--", "touch", "ran")
        assert_told(ended, 5, "line 2")
    assert not deck.path("ran").exists() and not list(deck.folder.glob("*.journal"))

# SPDX-License-Identifier: Apache-2.0
"""The file of approvals, when several write it at once, and when it is another file."""


def test_approvals_of_ten_at_once_are_all_there(deck):
    known = [f"{number:012x}" for number in range(10)]
    started = [deck.start("approve", one, "--until", "2099-12-31", "--reason", f"run {one}") for one in known]
    for running in started:
        ended = running.wait()
        assert ended.status == 0, ended
    text = deck.path("drift-approvals.yaml").read_text()
    assert sorted(line.split('"')[1] for line in text.splitlines() if "fingerprint" in line) == known
    again = deck.run("approve", known[0], "--until", "2099-12-31", "--reason", "again")
    assert again.status == 2 and "approved here already" in again.err, again


def test_a_file_that_is_none_of_approvals_is_not_quoted(deck):
    deck.path("credentials").write_text("s3cr3t: x\ns3cr3t: y\n")
    ended = deck.run(
        "approve", "0" * 12, "--until", "2099-12-31", "--reason", "x", "--approvals", deck.path("credentials")
    )
    assert ended.status == 2 and "no file of approvals" in ended.err and "s3cr3t" not in ended.err, ended

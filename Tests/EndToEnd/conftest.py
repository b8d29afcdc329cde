# SPDX-License-Identifier: Apache-2.0
"""What the tests are given: a folder with the binary at hand, a running service, certificates."""

import pytest
from support import faults
from support.recording import ANSWER
from support.tapedeck import BINARY, Deck
from support.upstream import Authority, Upstream


def pytest_configure():
    if not BINARY.exists():
        pytest.exit(f"{BINARY} is missing: run scripts/test --e2e, which builds it", returncode=2)


@pytest.fixture
def deck(tmp_path):
    deck = Deck(tmp_path)
    yield deck
    deck.clean_up()


@pytest.fixture
def simulator(deck):
    """`tapedeck simulate` as a process of its own, listening."""
    running = deck.start("simulate", "--seed", "1")
    assert running.endpoint
    return running


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def upstream():
    """One that gives every request the same answer."""
    with Upstream(lambda request: ANSWER) as one:
        yield one


@pytest.fixture(scope="session")
def faults_library(tmp_path_factory):
    return faults.library(tmp_path_factory.mktemp("faults"))


@pytest.fixture
def broken(deck, faults_library):
    """Faults of what is in the folder `disk`, which has them when the test says so."""
    if faults_library is None:
        pytest.skip("there is no C compiler to make faults with")
    deck.path("disk").mkdir()
    return faults.Faults(faults_library, deck.folder, f"{deck.folder}/disk/")

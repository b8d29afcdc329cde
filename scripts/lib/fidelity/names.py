# SPDX-License-Identifier: Apache-2.0
"""Random names in the styles that people's test suites use; every one that a run makes is told to its log."""

import random
import string
import uuid


class Names:
    """Makes values that depend on the seed, the test, the thread, their turn, and the time it is given: two runs of one
    test make the same number of values in the same order, so that the n-th of one run stands for the n-th of the other.
    """

    def __init__(self, seed, scope, tell, now):
        self.random, self.scope, self.tell = random.Random(f"{seed}/{scope}"), scope, tell
        self.made, self.now = 0, now

    def kept(self, value):
        self.tell(self.scope, self.made, value)
        self.made += 1
        return value

    def uuid(self):
        return self.kept(str(uuid.UUID(int=self.random.getrandbits(128), version=4)))

    def hex(self, digits=8):
        """As uuid4().hex[:8] and secrets.token_hex(4) make them."""
        return self.kept(f"{self.random.getrandbits(4 * digits):0{digits}x}")

    def digits(self, count=18):
        """As Terraform's acceptance tests make them: a count of nanoseconds or more."""
        return self.kept(str(self.random.randrange(10 ** (count - 1), 10**count)))

    def word(self, count=8):
        """Lower-case letters with digits, as random.choices makes them."""
        return self.kept("".join(self.random.choices(string.ascii_lowercase + string.digits, k=count)))

    def epoch(self):
        """Now, in seconds, moved a little so that two runs in one second differ."""
        return self.kept(str(int(self.now) - self.random.randrange(1, 3000)))

    def millis(self):
        """Now, in milliseconds; each is later than the one before it."""
        return self.kept(str(int(self.now * 1000) - 600_000 + 1000 * self.made + self.random.randrange(900)))

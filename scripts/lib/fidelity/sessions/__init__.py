# SPDX-License-Identifier: Apache-2.0
"""One file a session: tests against one service, as people write them.

A session says who answers when it is recorded (UPSTREAM: moto or simulator), and how many reads its resources take to
come to their state (TRANSITIONS). Its tests are its functions whose names begin with `test_`, each given a Run; they
make names with `run.names`, and are the same calls each time but for those. A test fails by itself, as under a test
runner. What moto answers at random, a test does not ask, or says why it does.
"""

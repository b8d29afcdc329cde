# SPDX-License-Identifier: Apache-2.0
"""The bench of how faithful replay is: see docs/fidelity.md."""

# SPDX-License-Identifier: Apache-2.0
"""What scripts/bench and scripts/soak measure, and how two of its results are compared."""

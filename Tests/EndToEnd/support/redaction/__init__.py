# SPDX-License-Identifier: Apache-2.0
"""What proves redaction from outside: secrets, the places they are planted in, and the search for them."""

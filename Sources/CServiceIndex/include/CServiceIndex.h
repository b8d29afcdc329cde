// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

/// The text of services.index, compiled in; not terminated by NUL.
extern const unsigned char tapedeck_service_index[];
extern const size_t tapedeck_service_index_count;

/// Swift does not see an array without a length; this is its first byte.
static inline const unsigned char *tapedeck_service_index_bytes(void) {
  return tapedeck_service_index;
}

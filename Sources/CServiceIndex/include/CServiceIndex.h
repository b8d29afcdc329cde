// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

/// The text of services.index, compiled in; not terminated by NUL.
extern const unsigned char tapedeck_service_index[];
extern const size_t tapedeck_service_index_count;

/// The same of shapes.index.
extern const unsigned char tapedeck_shapes_index[];
extern const size_t tapedeck_shapes_index_count;

/// Swift does not see arrays without a length; these are their first bytes.
static inline const unsigned char *tapedeck_service_index_bytes(void) {
  return tapedeck_service_index;
}
static inline const unsigned char *tapedeck_shapes_index_bytes(void) {
  return tapedeck_shapes_index;
}

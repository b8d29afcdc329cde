// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

/// The text of services.index, compiled in; not terminated by NUL.
extern const unsigned char tapedeck_service_index[];
extern const size_t tapedeck_service_index_count;

// SPDX-License-Identifier: Apache-2.0
#include "CServiceIndex.h"

#pragma clang diagnostic ignored "-Wc23-extensions"
const unsigned char tapedeck_service_index[] = {
#embed "services.index"
};
const size_t tapedeck_service_index_count = sizeof tapedeck_service_index;

const unsigned char tapedeck_shapes_index[] = {
#embed "shapes.index"
};
const size_t tapedeck_shapes_index_count = sizeof tapedeck_shapes_index;

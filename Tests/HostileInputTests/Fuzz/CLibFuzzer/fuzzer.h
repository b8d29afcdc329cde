// SPDX-License-Identifier: Apache-2.0

#ifndef TAPEDECK_FUZZER_H
#define TAPEDECK_FUZZER_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif

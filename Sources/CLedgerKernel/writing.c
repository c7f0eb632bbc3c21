#define _GNU_SOURCE
#include "CLedgerKernel.h"

#include <fcntl.h>

void clew_start_writing(int descriptor) {
#if defined(__linux__)
    sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)descriptor;
#endif
}

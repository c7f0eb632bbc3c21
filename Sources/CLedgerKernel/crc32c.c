#include "CLedgerKernel.h"

#include <string.h>

/// Reflected 0x1EDC6F41, four bits at a time: small, and only used where the processor has no instruction for it.
static const uint32_t quarter[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
    0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

uint32_t clew_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    crc = ~crc;
    while (count--) {
        crc ^= *next++;
        crc = quarter[crc & 15] ^ (crc >> 4);
        crc = quarter[crc & 15] ^ (crc >> 4);
    }
    return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2")))
static uint32_t with_instruction(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    uint64_t wide = (uint32_t)~crc;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        wide = _mm_crc32_u64(wide, word);
        next += 8;
        count -= 8;
    }
    uint32_t narrow = (uint32_t)wide;
    while (count--) narrow = _mm_crc32_u8(narrow, *next++);
    return ~narrow;
}

uint32_t clew_crc32c(uint32_t crc, const void *bytes, size_t count) {
    if (__builtin_cpu_supports("sse4.2")) return with_instruction(crc, bytes, count);
    return clew_crc32c_portable(crc, bytes, count);
}
#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>

uint32_t clew_crc32c(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    crc = ~crc;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        crc = __crc32cd(crc, word);
        next += 8;
        count -= 8;
    }
    while (count--) crc = __crc32cb(crc, *next++);
    return ~crc;
}
#else
uint32_t clew_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return clew_crc32c_portable(crc, bytes, count);
}
#endif

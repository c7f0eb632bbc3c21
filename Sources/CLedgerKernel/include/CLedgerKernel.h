/// The few things of the ledger index that Swift cannot say: records of a fixed layout on disk, prefetch, CRC-32C.
///
/// All numbers are little-endian; every record is a multiple of its alignment and has no hidden padding.
#ifndef CLEDGERKERNEL_H
#define CLEDGERKERNEL_H

#include <stddef.h>
#include <stdint.h>

/// 32 bytes in wire order, eight a word.
struct clew_hash { uint64_t w0, w1, w2, w3; };

/// A block in a segment. `flags`: 1 whole, 2 height assumed, 4 genesis, 8 with positions. `positions` is the place of its first
/// transaction in the column of positions, or all ones when positions count up from 0.
struct clew_block {
    uint32_t height, first_tx, time, flags, positions, reserved[3];
    struct clew_hash hash, previous, rows_hash, digest;
};

/// A transaction by the first eight bytes of its id, the low half first.
struct clew_txid_entry { uint32_t low, high, tx; };

/// An input whose previous output is in an older segment, by the ids that count through all segments.
struct clew_external { uint32_t input, index; uint64_t tx, output; };

/// An input whose previous output is not in the ledger. `kind`: 1 stated, 2 unknown.
struct clew_outside {
    uint32_t input, index;
    struct clew_hash txid;
    uint32_t kind, length;
    uint64_t script;
};

/// An output of an older segment that a transaction of this one spends.
struct clew_mark { uint64_t output; uint32_t tx, input; };

/// BIP 30: a transaction whose id a later one took.
struct clew_overwritten { uint64_t tx, by; };

/// The head of an address's record; its `receipts` and then its `spends` follow. `form`: 0 pay to key hash, 1 to script
/// hash, 2 to witness key hash, whose 20 bytes are `payload`; 3 a script of which `payload` is the place (8 bytes) and
/// length (4).
struct clew_address {
    uint64_t key;
    uint32_t id, receipts, spends, transactions, form;
    uint8_t payload[20];
};

/// An output an address received.
struct clew_receipt { uint64_t value; uint32_t tx, index, time, spender; };

/// An input that spends from an address. The highest bit of `input` is set where the source states it and the output
/// is not in the ledger.
struct clew_spend { uint64_t value; uint32_t tx, input; };

/// The script of an output, where it is not its address's own.
struct clew_odd_script { uint32_t output, length; uint64_t script; };

/// The head of a record in the log of an import. `kind`: 1 a block, 2 heights are ordinals, 3 blocks from `height` on
/// are dropped. `crc` is over all that follows it, rows and stated inputs included.
struct clew_log_record {
    uint32_t crc, kind, height, time, flags, transactions, inputs, outputs;
    uint64_t rows_length, stated_length;
    struct clew_hash hash, previous, rows_hash;
};

/// Asks for a cache line that will be read soon.
static inline void clew_prefetch(const void *address) { __builtin_prefetch(address, 0, 1); }

/// A quotient of 64 bits and what remains.
struct clew_quotient { uint64_t quotient, remainder; };

/// Divides 128 bits by 64. All ones and 0 where the quotient does not fit, which a processor would trap at.
static inline struct clew_quotient clew_divide(uint64_t high, uint64_t low, uint64_t by) {
    struct clew_quotient result = {UINT64_MAX, 0};
    if (high >= by) return result;
#if defined(__x86_64__)
    __asm__("divq %4" : "=a"(result.quotient), "=d"(result.remainder) : "a"(low), "d"(high), "r"(by) : "cc");
#else
    unsigned __int128 whole = (unsigned __int128)high << 64 | low;
    result.quotient = (uint64_t)(whole / by);
    result.remainder = (uint64_t)(whole % by);
#endif
    return result;
}

/// A bit that several threads read, and set but never clear.
static inline int clew_bit(const uint8_t *bits, size_t place) {
    return __atomic_load_n(bits + (place >> 3), __ATOMIC_ACQUIRE) >> (place & 7) & 1;
}
static inline void clew_set_bit(uint8_t *bits, size_t place) {
    __atomic_fetch_or(bits + (place >> 3), (uint8_t)(1 << (place & 7)), __ATOMIC_RELEASE);
}

/// Has the disk begin to write what a file holds in memory, without waiting for it. A hint: nothing rests on it.
void clew_start_writing(int descriptor);

/// CRC-32C (Castagnoli) of `count` bytes, going on from `crc`; 0 to begin.
uint32_t clew_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same without special instructions, to compare with.
uint32_t clew_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

#endif

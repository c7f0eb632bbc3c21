/// The loops of the passes over whole ledgers in C, to compare the Swift ones with. Each does what its counterpart does,
/// its checks of ids included; columns are those of one segment.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

struct c_columns {
    size_t transactions;
    uint32_t inputs, outputs;
    const uint32_t *transaction_inputs, *transaction_outputs, *input_transaction, *input_output;
    const uint64_t *input_value, *output_value;
};

/// Transactions reached from `start`, itself among them; -1 where the columns cannot be right.
int64_t c_reach(const struct c_columns *columns, size_t start);

/// Transactions that value of the starts (ascending) passed through; -1 where the columns cannot be right.
int64_t c_haircut(const struct c_columns *columns, const uint64_t *starts, size_t count);

/// Divides `tainted` of `whole` among outputs; answers the fee's part, -1 where outputs are worth more than the whole.
int64_t c_divide(uint64_t tainted, uint64_t whole, const uint64_t *values, uint64_t *parts, size_t count);

/// Sets left of `members` after `count` pairs were joined.
int64_t c_unite(uint32_t members, const uint32_t *pairs, size_t count);

/// Values above `bound`.
int64_t c_scan(const uint64_t *values, size_t count, uint64_t bound);

#endif

#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

int64_t c_reach(const struct c_columns *c, size_t start) {
    size_t size = c->transactions / 64 + 1;
    uint64_t *words = malloc(size * 8);
    memset(words, 0, size * 8);
    words[start >> 6] |= 1ull << (start & 63);
    uint32_t input = c->transaction_inputs[start];
    int64_t count = 0;
    for (size_t tx = start; tx < c->transactions; tx++) {
        uint32_t end = c->transaction_inputs[tx + 1];
        if (end > c->inputs) { free(words); return -1; }
        uint64_t hit = 0;
        for (; input < end; input++) {
            uint64_t source = c->input_transaction[input];
            if (source < tx) hit |= words[source >> 6] >> (source & 63);
        }
        words[tx >> 6] |= (hit & 1) << (tx & 63);
    }
    for (size_t k = 0; k < size; k++) count += __builtin_popcountll(words[k]);
    free(words);
    return count;
}

static inline uint64_t share(uint64_t tainted, uint64_t value, uint64_t whole, uint64_t *rest) {
    unsigned __int128 product = (unsigned __int128)tainted * value;
    if (product >> 64 == 0) {
        *rest = (uint64_t)product % whole;
        return (uint64_t)product / whole;
    }
    *rest = (uint64_t)(product % whole);
    return (uint64_t)(product / whole);
}

struct haircut {
    uint64_t *taints, *rests, fee;
    size_t room;
    int64_t transactions;
};

static int divide(const struct c_columns *c, struct haircut *h, uint64_t tainted, uint64_t whole, size_t tx) {
    size_t start = c->transaction_outputs[tx], end = c->transaction_outputs[tx + 1];
    if (start > end || end > c->outputs) return 0;
    if (end - start >= h->room) h->rests = realloc(h->rests, (h->room = (end - start + 1) * 2) * 8);
    uint64_t paid = 0, left = tainted;
    for (size_t output = start; output < end; output++) {
        if (__builtin_add_overflow(paid, c->output_value[output], &paid) || paid > whole) return 0;
        uint64_t part = share(tainted, c->output_value[output], whole, &h->rests[output - start]);
        h->taints[output] = part;
        left -= part;
    }
    if (left == 0) return 1;
    uint64_t part = 0;
    h->rests[end - start] = 0;
    if (paid != whole) part = share(tainted, whole - paid, whole, &h->rests[end - start]);
    h->fee += part;
    left -= part;
    for (; left > 0; left--) {
        size_t greatest = 0;
        for (size_t k = 1; k <= end - start; k++) if (h->rests[k] > h->rests[greatest]) greatest = k;
        h->rests[greatest] = 0;
        if (greatest == end - start) h->fee++; else h->taints[start + greatest]++;
    }
    return 1;
}

static int pass(const struct c_columns *c, struct haircut *h, size_t start, size_t stop) {
    size_t input = c->transaction_inputs[start];
    for (size_t tx = start; tx < stop; tx++) {
        size_t last = c->transaction_inputs[tx + 1];
        if (last > c->inputs) return 0;
        uint64_t tainted = 0, whole = 0;
        int is_too_much = 0;
        for (; input < last; input++) {
            if (input + 32 < c->inputs) {
                uint32_t later = c->input_output[input + 32];
                if (later < c->outputs) __builtin_prefetch(h->taints + later, 0, 1);
            }
            uint32_t output = c->input_output[input];
            if (output < c->outputs) tainted += h->taints[output];
            if (__builtin_add_overflow(whole, c->input_value[input], &whole)) is_too_much = 1;
        }
        if (tainted > 0) {
            if (is_too_much || tainted > whole) return 0;
            h->transactions++;
            if (!divide(c, h, tainted, whole, tx)) return 0;
        }
    }
    return 1;
}

int64_t c_haircut(const struct c_columns *c, const uint64_t *starts, size_t count) {
    struct haircut h = {malloc((size_t)c->outputs * 8 + 8), malloc(64 * 8), 0, 64, 0};
    memset(h.taints, 0, (size_t)c->outputs * 8);
    size_t next = count > 0 ? starts[0] : c->transactions;
    for (size_t k = 0; next < c->transactions;) {
        size_t stop = k < count ? starts[k] : c->transactions;
        if (!pass(c, &h, next, stop)) { h.transactions = -1; break; }
        next = stop;
        if (next < c->transactions) {
            if (!pass(c, &h, next, next + 1)) { h.transactions = -1; break; }
            for (uint32_t o = c->transaction_outputs[next]; o < c->transaction_outputs[next + 1]; o++)
                h.taints[o] = c->output_value[o];
            next++;
            k++;
        }
    }
    free(h.taints);
    free(h.rests);
    return h.transactions;
}

static inline uint32_t root(uint32_t member, uint32_t *parents) {
    for (;;) {
        uint32_t above = parents[member];
        if (above == member) return member;
        parents[member] = parents[above];
        member = parents[member];
    }
}

int64_t c_unite(uint32_t members, const uint32_t *pairs, size_t count) {
    uint32_t *parents = malloc((size_t)members * 4), *sizes = malloc((size_t)members * 4);
    for (uint32_t k = 0; k < members; k++) { parents[k] = k; sizes[k] = 1; }
    int64_t sets = members;
    for (size_t k = 0; k < count; k++) {
        if (pairs[2 * k] >= members || pairs[2 * k + 1] >= members) abort();
        uint32_t a = root(pairs[2 * k], parents), b = root(pairs[2 * k + 1], parents);
        if (a == b) continue;
        if (sizes[a] < sizes[b]) { uint32_t other = a; a = b; b = other; }
        parents[b] = a;
        sizes[a] += sizes[b];
        sets--;
    }
    free(parents);
    free(sizes);
    return sets;
}

int64_t c_scan(const uint64_t *values, size_t count, uint64_t bound) {
    int64_t found = 0;
    for (size_t k = 0; k < count; k++) found += values[k] > bound;
    return found;
}

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

struct quotient { uint64_t part, rest; };

static inline struct quotient share(uint64_t tainted, uint64_t value, uint64_t whole) {
    unsigned __int128 product = (unsigned __int128)tainted * value;
    struct quotient q = {UINT64_MAX, 0};
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
    if (high >= whole) return q;
#if defined(__x86_64__)
    __asm__("divq %4" : "=a"(q.part), "=d"(q.rest) : "a"(low), "d"(high), "r"(whole) : "cc");
#else
    q.part = (uint64_t)(product / whole);
    q.rest = (uint64_t)(product % whole);
#endif
    return q;
}

static inline uint64_t half(uint64_t tainted, uint64_t value, uint64_t whole) {
    struct quotient q = share(tainted, value, whole);
    return q.rest > 0 && q.rest >= whole - q.rest ? q.part + 1 : q.part;
}

static inline void thirds(uint64_t tainted, uint64_t whole, const uint64_t *values, uint64_t *parts) {
    struct quotient a = share(tainted, values[0], whole), b = share(tainted, values[1], whole);
    uint64_t sum = a.rest + b.rest;
    parts[0] = a.part;
    parts[1] = b.part;
    if (sum == 0) return;
    if (sum <= whole) {
        uint64_t c = whole - sum;
        if (a.rest >= b.rest && a.rest >= c) parts[0]++;
        else if (b.rest >= c) parts[1]++;
        return;
    }
    uint64_t c = 2 * whole - sum;
    if (c <= a.rest && c <= b.rest) { parts[0]++; parts[1]++; }
    else if (b.rest <= a.rest) parts[0]++;
    else parts[1]++;
}

static uint64_t divide_many(
    uint64_t tainted, uint64_t whole, const uint64_t *values, uint64_t *parts, size_t count, uint64_t unpaid
) {
    uint64_t some[64], *rests = count < 64 ? some : malloc((count + 1) * 8), left = tainted, fee = 0;
    for (size_t k = 0; k < count; k++) {
        struct quotient q = share(tainted, values[k], whole);
        parts[k] = q.part;
        rests[k] = q.rest;
        left -= q.part;
    }
    if (left > 0) {
        struct quotient q = share(tainted, unpaid, whole);
        rests[count] = q.rest;
        fee = q.part;
        left -= q.part;
    }
    for (; left > 0; left--) {
        size_t greatest = 0;
        for (size_t k = 1; k <= count; k++) if (rests[k] > rests[greatest]) greatest = k;
        rests[greatest] = 0;
        if (greatest == count) fee++; else parts[greatest]++;
    }
    if (rests != some) free(rests);
    return fee;
}

static inline int64_t divide(
    uint64_t tainted, uint64_t whole, const uint64_t *values, uint64_t *parts, size_t count
) {
    uint64_t paid = 0;
    for (size_t k = 0; k < count; k++) if (__builtin_add_overflow(paid, values[k], &paid) || paid > whole) return -1;
    uint64_t rest = whole - paid;
    if (tainted == whole) {
        memcpy(parts, values, count * 8);
        return (int64_t)rest;
    }
    if (count == 1) {
        parts[0] = rest == 0 ? tainted : half(tainted, values[0], whole);
        return (int64_t)(tainted - parts[0]);
    }
    if (count == 2 && rest == 0) {
        parts[0] = half(tainted, values[0], whole);
        parts[1] = tainted - parts[0];
        return 0;
    }
    if (count == 2 && whole < 1ull << 62) {
        thirds(tainted, whole, values, parts);
        return (int64_t)(tainted - parts[0] - parts[1]);
    }
    return (int64_t)divide_many(tainted, whole, values, parts, count, rest);
}

int64_t c_divide(uint64_t tainted, uint64_t whole, const uint64_t *values, uint64_t *parts, size_t count) {
    return divide(tainted, whole, values, parts, count);
}

struct haircut {
    uint64_t *taints, fee;
    int64_t transactions;
};

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
            size_t start = c->transaction_outputs[tx], end = c->transaction_outputs[tx + 1];
            if (start > end || end > c->outputs) return 0;
            int64_t fee = divide(tainted, whole, c->output_value + start, h->taints + start, end - start);
            if (fee < 0) return 0;
            h->fee += (uint64_t)fee;
        }
    }
    return 1;
}

int64_t c_haircut(const struct c_columns *c, const uint64_t *starts, size_t count) {
    struct haircut h = {malloc((size_t)c->outputs * 8 + 8), 0, 0};
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
    return h.transactions;
}

static inline int32_t root(int32_t member, int32_t *links) {
    for (;;) {
        int32_t above = links[member];
        if (above < 0) return member;
        int32_t next = links[above];
        if (next < 0) return above;
        links[member] = next;
        member = next;
    }
}

int64_t c_unite(uint32_t members, const uint32_t *pairs, size_t count) {
    int32_t *links = malloc((size_t)members * 4);
    for (uint32_t k = 0; k < members; k++) links[k] = -1;
    int64_t sets = members;
    for (size_t k = 0; k < count; k++) {
        if (pairs[2 * k] >= members || pairs[2 * k + 1] >= members) abort();
        int32_t a = root((int32_t)pairs[2 * k], links), b = root((int32_t)pairs[2 * k + 1], links);
        if (a == b) continue;
        if (links[a] > links[b]) { int32_t other = a; a = b; b = other; }
        links[a] += links[b];
        links[b] = a;
        sets--;
    }
    free(links);
    return sets;
}

int64_t c_scan(const uint64_t *values, size_t count, uint64_t bound) {
    int64_t found = 0;
    for (size_t k = 0; k < count; k++) found += values[k] > bound;
    return found;
}

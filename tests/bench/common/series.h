/*
 * series: samples, their quantiles, and how a benchmark says what came of them.
 */
#ifndef BENCH_SERIES_H
#define BENCH_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begin with { 0 }. */
struct series {
	double *values;
	size_t count, capacity;
};

void series_add(struct series *series, double value);

/* Of q in 0..1; NaN of an empty series. Sorts the samples. */
double series_quantile(struct series *series, double q);
void series_free(struct series *series);

/* The numbers 0 to count - 1 in random order; *state is a seed that is not 0. */
void shuffle(size_t *order, size_t count, uint64_t *state);

/*
 * Prints "NAME UNIT VALUE target TARGET ok", or short when the value is past its target; returns
 * whether it is ok. Must come after all tables.
 */
bool figure_at_most(const char *name, const char *unit, double value, double target);
bool figure_at_least(const char *name, const char *unit, double value, double target);

#endif

#include "series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void series_add(struct series *series, double value)
{
	if (series->count == series->capacity) {
		series->capacity = series->capacity ? 2 * series->capacity : 256;
		series->values = realloc(series->values, series->capacity * sizeof *series->values);
		if (!series->values)
			abort();
	}
	series->values[series->count++] = value;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double series_quantile(struct series *series, double q)
{
	if (series->count == 0)
		return (double)NAN;
	qsort(series->values, series->count, sizeof *series->values, compare);
	return series->values[(size_t)(q * (double)(series->count - 1) + 0.5)];
}

void series_free(struct series *series)
{
	free(series->values);
	*series = (struct series){ 0 };
}

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

void shuffle(size_t *order, size_t count, uint64_t *state)
{
	for (size_t i = 0; i < count; i++) {
		size_t other = next_random(state) % (i + 1);

		order[i] = order[other];
		order[other] = i;
	}
}

static bool figure(const char *name, const char *unit, double value, double target, bool ok)
{
	printf("%s %s %.3f target %.3f %s\n", name, unit, value, target, ok ? "ok" : "short");
	fflush(stdout);
	return ok;
}

bool figure_at_most(const char *name, const char *unit, double value, double target)
{
	return figure(name, unit, value, target, value <= target);
}

bool figure_at_least(const char *name, const char *unit, double value, double target)
{
	return figure(name, unit, value, target, value >= target);
}

/*
 * metrics: counters, gauges and histograms with labels, and their text for Prometheus (exposition
 * format 0.0.4). Pure bookkeeping: no clock, no file, no global; worker/meters.h has the table.
 *
 *	static const struct metric_family families[] = {
 *		{ "jobs_total", "Jobs that ended", METRIC_COUNTER, .labels = { "verdict" } },
 *	};
 *	struct metrics *metrics = metrics_new(families, 1);
 *	metrics_add(metrics, 0, METRIC_LABELS("AC"), 1);
 *	metrics_write(metrics, &text);
 *	metrics_free(metrics);
 *
 * A series is there from its first value on; one of a family without labels from the start, so that
 * a rate can be told of the first event. A family keeps METRIC_SERIES series: what is more is
 * counted under "other", for labels come from strangers (the names of languages).
 */
#ifndef WORKER_METRICS_H
#define WORKER_METRICS_H

#include "util/string.h"

#include <stddef.h>

enum { METRIC_LABEL_COUNT = 2, METRIC_SERIES = 128, METRIC_BOUNDS = 16, METRIC_VALUE_BYTES = 64 };

enum metric_type { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

struct metric_family {
	const char *name;			/* letters, digits and _ */
	const char *help;			/* one line */
	enum metric_type type;
	const char *labels[METRIC_LABEL_COUNT];	/* NULL: fewer */
	const double *bounds;			/* of histograms: rising, at most METRIC_BOUNDS */
	size_t bound_count;
};

struct metric_labels {
	const char *value[METRIC_LABEL_COUNT];	/* as many as the family has labels */
};

#define METRIC_LABELS(...) ((struct metric_labels){ { __VA_ARGS__ } })
#define METRIC_PLAIN ((struct metric_labels){ { NULL } })

struct metrics;

/* families is borrowed. Out of memory aborts, as in util/string.h. */
struct metrics *metrics_new(const struct metric_family *families, size_t count);
void metrics_free(struct metrics *metrics);	/* NULL is fine */

/* Counters go up, by what is not negative; gauges up and down. */
void metrics_add(struct metrics *metrics, size_t family, struct metric_labels labels, double by);
void metrics_set(struct metrics *metrics, size_t family, struct metric_labels labels,
		 double value);

/* One observation of a histogram. */
void metrics_observe(struct metrics *metrics, size_t family, struct metric_labels labels,
		     double value);

/* Forgets all series of a gauge, as when what they were of is over. */
void metrics_clear(struct metrics *metrics, size_t family);

/* The value of a counter or a gauge, the number of observations of a histogram; 0: no series. */
double metrics_value(const struct metrics *metrics, size_t family, struct metric_labels labels);

/* The sum over all series. */
double metrics_total(const struct metrics *metrics, size_t family);

/* Appends everything, in the order of the families and of the series' first values. */
void metrics_write(const struct metrics *metrics, struct strbuf *text);

#endif

#include "worker/metrics.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct series {
	char label[METRIC_LABEL_COUNT][METRIC_VALUE_BYTES];
	double value;				/* of a histogram: the sum of what was observed */
	uint64_t count;				/* of observations */
	uint64_t bucket[METRIC_BOUNDS];		/* of those up to the bound, and above the last one */
};

struct metrics {
	const struct metric_family *families;
	size_t count;
	struct kept {
		struct series *series;
		size_t count, capacity;
	} kept[];
};

static size_t label_count(const struct metric_family *family)
{
	size_t count = 0;

	while (count < METRIC_LABEL_COUNT && family->labels[count])
		count++;
	return count;
}

/* As it is kept and compared: valid UTF-8 without control characters, cut. */
static void make_label(const char *value, char label[METRIC_VALUE_BYTES])
{
	text_sanitise_utf8(value, strlen(value), label, METRIC_VALUE_BYTES);
}

static struct series *find(const struct metrics *metrics, size_t family,
			   char label[METRIC_LABEL_COUNT][METRIC_VALUE_BYTES])
{
	const struct kept *kept = &metrics->kept[family];

	for (size_t i = 0; i < kept->count; i++)
		if (memcmp(kept->series[i].label, label, sizeof kept->series[i].label) == 0)
			return &kept->series[i];
	return NULL;
}

static void labels_of(const struct metrics *metrics, size_t family, struct metric_labels labels,
		      char label[METRIC_LABEL_COUNT][METRIC_VALUE_BYTES])
{
	memset(label, 0, (size_t)METRIC_LABEL_COUNT * METRIC_VALUE_BYTES);
	for (size_t i = 0; i < label_count(&metrics->families[family]); i++)
		make_label(labels.value[i] ? labels.value[i] : "", label[i]);
}

static void grow(struct kept *kept)
{
	size_t capacity = kept->capacity ? 2 * kept->capacity : 4;
	struct series *series = realloc(kept->series, capacity * sizeof *series);

	if (!series)
		abort();	/* see util/string.h */
	kept->series = series;
	kept->capacity = capacity;
}

static struct series *get(struct metrics *metrics, size_t family, struct metric_labels labels)
{
	struct kept *kept = &metrics->kept[family];
	char label[METRIC_LABEL_COUNT][METRIC_VALUE_BYTES];
	struct series *series;

	assert(family < metrics->count);
	labels_of(metrics, family, labels, label);
	series = find(metrics, family, label);
	if (series)
		return series;
	if (kept->count == METRIC_SERIES - 1) {
		for (size_t i = 0; i < label_count(&metrics->families[family]); i++) {
			memset(label[i], 0, sizeof label[i]);
			make_label("other", label[i]);
		}
		series = find(metrics, family, label);
		if (series)
			return series;
	}
	if (kept->count >= METRIC_SERIES)
		return &kept->series[METRIC_SERIES - 1];
	if (kept->count == kept->capacity)
		grow(kept);
	series = &kept->series[kept->count++];
	*series = (struct series){ .value = 0 };
	memcpy(series->label, label, sizeof series->label);
	return series;
}

struct metrics *metrics_new(const struct metric_family *families, size_t count)
{
	struct metrics *metrics = calloc(1, sizeof *metrics + count * sizeof *metrics->kept);

	if (!metrics)
		abort();
	metrics->families = families;
	metrics->count = count;
	for (size_t i = 0; i < count; i++) {
		assert(families[i].bound_count < METRIC_BOUNDS);
		if (label_count(&families[i]) == 0)
			get(metrics, i, METRIC_PLAIN);
	}
	return metrics;
}

void metrics_free(struct metrics *metrics)
{
	if (!metrics)
		return;
	for (size_t i = 0; i < metrics->count; i++)
		free(metrics->kept[i].series);
	free(metrics);
}

void metrics_add(struct metrics *metrics, size_t family, struct metric_labels labels, double by)
{
	assert(metrics->families[family].type != METRIC_HISTOGRAM);
	if (metrics->families[family].type == METRIC_COUNTER && !(by >= 0))
		return;
	get(metrics, family, labels)->value += by;
}

void metrics_set(struct metrics *metrics, size_t family, struct metric_labels labels,
		 double value)
{
	assert(metrics->families[family].type == METRIC_GAUGE);
	get(metrics, family, labels)->value = value;
}

void metrics_observe(struct metrics *metrics, size_t family, struct metric_labels labels,
		     double value)
{
	const struct metric_family *f = &metrics->families[family];
	struct series *series;
	size_t i = 0;

	assert(f->type == METRIC_HISTOGRAM);
	if (isnan(value))
		return;
	series = get(metrics, family, labels);
	while (i < f->bound_count && value > f->bounds[i])
		i++;
	series->bucket[i]++;
	series->count++;
	series->value += value;
}

void metrics_clear(struct metrics *metrics, size_t family)
{
	assert(metrics->families[family].type == METRIC_GAUGE);
	metrics->kept[family].count = 0;
}

double metrics_value(const struct metrics *metrics, size_t family, struct metric_labels labels)
{
	char label[METRIC_LABEL_COUNT][METRIC_VALUE_BYTES];
	const struct series *series;

	labels_of(metrics, family, labels, label);
	series = find(metrics, family, label);
	if (!series)
		return 0;
	return metrics->families[family].type == METRIC_HISTOGRAM ? (double)series->count :
								     series->value;
}

double metrics_total(const struct metrics *metrics, size_t family)
{
	const struct kept *kept = &metrics->kept[family];
	double total = 0;

	for (size_t i = 0; i < kept->count; i++)
		total += metrics->families[family].type == METRIC_HISTOGRAM ?
				 (double)kept->series[i].count : kept->series[i].value;
	return total;
}

/* ---- text ---- */

static const char *const type_names[] = { "counter", "gauge", "histogram" };

/* Whole numbers without an exponent; others with as few digits as tell them from all others. */
static void write_number(struct strbuf *text, double value)
{
	char digits[40];

	if (isnan(value) || isinf(value)) {
		strbuf_printf(text, "%s", isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
		return;
	}
	if (fabs(value) < 1e15 && value == floor(value)) {
		strbuf_printf(text, "%.0f", value);
		return;
	}
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(digits, sizeof digits, "%.*g", precision, value);
		if (strtod(digits, NULL) == value)
			break;
	}
	strbuf_printf(text, "%s", digits);
}

static void write_label(struct strbuf *text, const char *name, const char *value)
{
	strbuf_printf(text, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\n')
			strbuf_append(text, "\\n", 2);
		else if (*value == '"' || *value == '\\')
			strbuf_printf(text, "\\%c", *value);
		else
			strbuf_append(text, value, 1);
	}
	strbuf_append(text, "\"", 1);
}

/* {a="x",b="y",le="1"}; nothing if there are no labels. bound: NULL for none. */
static void write_labels(struct strbuf *text, const struct metric_family *family,
			 const struct series *series, const double *bound)
{
	size_t count = label_count(family);

	if (count == 0 && !bound)
		return;
	strbuf_append(text, "{", 1);
	for (size_t i = 0; i < count; i++) {
		if (i)
			strbuf_append(text, ",", 1);
		write_label(text, family->labels[i], series->label[i]);
	}
	if (bound) {
		strbuf_printf(text, "%sle=\"", count ? "," : "");
		write_number(text, *bound);
		strbuf_append(text, "\"", 1);
	}
	strbuf_append(text, "}", 1);
}

static void write_sample(struct strbuf *text, const struct metric_family *family,
			 const char *suffix, const struct series *series, const double *bound,
			 double value)
{
	strbuf_printf(text, "%s%s", family->name, suffix);
	write_labels(text, family, series, bound);
	strbuf_append(text, " ", 1);
	write_number(text, value);
	strbuf_append(text, "\n", 1);
}

static void write_histogram(struct strbuf *text, const struct metric_family *family,
			    const struct series *series)
{
	uint64_t below = 0;
	double all = INFINITY;

	for (size_t i = 0; i < family->bound_count; i++) {
		below += series->bucket[i];
		write_sample(text, family, "_bucket", series, &family->bounds[i], (double)below);
	}
	write_sample(text, family, "_bucket", series, &all, (double)series->count);
	write_sample(text, family, "_sum", series, NULL, series->value);
	write_sample(text, family, "_count", series, NULL, (double)series->count);
}

void metrics_write(const struct metrics *metrics, struct strbuf *text)
{
	for (size_t f = 0; f < metrics->count; f++) {
		const struct metric_family *family = &metrics->families[f];
		const struct kept *kept = &metrics->kept[f];

		if (kept->count == 0)
			continue;
		strbuf_printf(text, "# HELP %s %s\n# TYPE %s %s\n", family->name, family->help,
			      family->name, type_names[family->type]);
		for (size_t i = 0; i < kept->count; i++) {
			if (family->type == METRIC_HISTOGRAM)
				write_histogram(text, family, &kept->series[i]);
			else
				write_sample(text, family, "", &kept->series[i], NULL,
					     kept->series[i].value);
		}
	}
}

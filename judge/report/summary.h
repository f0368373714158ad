/*
 * summary: what a database keeps of a judgement for platforms: the names of the tests that were
 * judged, in their order, the groups of a problem with points, and what the contestant may see:
 *
 *	{"tests":["secret/1",...],"groups":[{"name","verdict","score","reason"}],"contestant":{...}}
 *
 * contestant is feedback_object() of report/contestant.h.
 */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "report/collect.h"

/* The caller frees the text. */
char *summary_json(const struct collection *collected);

#endif

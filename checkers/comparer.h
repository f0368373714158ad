/*
 * comparer: one way to compare a program's output with the jury's answer, behind one interface.
 *
 *	struct comparison *comparison;
 *
 *	if (comparer->open(args, answer, size, &comparison, err) < 0)
 *		return -1;
 *	while ((n = read(output, piece, sizeof piece)) > 0)
 *		if (!comparison_feed(comparison, piece, (size_t)n))
 *			break;
 *	comparison_finish(comparison, &result);
 *	comparison_close(comparison);
 *
 * The output arrives in pieces of any size and is not kept: memory is constant. The answer is
 * borrowed, and must stay until the comparison is closed; it may be a mapping. args are packed
 * strings (util/string.h).
 *
 * open() fails with ERROR_USAGE when args are wrong: that is the package's fault. From then on
 * nothing fails; any bytes whatever are judged. An answer that the comparer cannot read is the
 * package's fault too, but it may come up only when the comparison gets there: the result says so.
 */
#ifndef CHECKERS_COMPARER_H
#define CHECKERS_COMPARER_H

#include "model/result.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where the first difference is, counted in the answer (which people can look at, while an output
 * may end early or have other lines), in bytes, from 1; all 0 when accepted. token counts the
 * tokens of that line; between tokens it is the next one's number.
 */
struct comparison_result {
	bool accepted;
	bool package_fault;		/* the answer is to blame, and there is no verdict */
	double score;			/* 1 accepted, 0 rejected, unless the comparer scores */
	char reason[REASON_BYTES];	/* one line, valid UTF-8; "" when accepted, but for scores */
	/* The same without any of the answer, for contestants; "" if that cannot be said. */
	char difference[REASON_BYTES];
	uint64_t line, column, token;
};

struct comparer;

/* The head of each comparer's own struct. */
struct comparison {
	const struct comparer *comparer;
};

enum comparer_scores {
	SCORES_NONE,	/* all or nothing: the score is left to the interface */
	SCORES_SHARE,	/* a part of what the test is worth, from 0 to 1 */
	SCORES_POINTS,	/* points, without bounds */
};

struct comparer {
	const char *name;
	const char *summary;	/* one line for people */
	/* Others than SCORES_NONE give shares and points also to what they do not accept. */
	enum comparer_scores scores;
	int (*open)(const char *args, const char *answer, size_t size,
		    struct comparison **ret_comparison, struct error *err);
	bool (*feed)(struct comparison *comparison, const char *data, size_t size);
	void (*finish)(struct comparison *comparison, struct comparison_result *result);
	void (*close)(struct comparison *comparison);
};

/* False when the rest of the output cannot change the result any more: it need not be fed. */
static inline bool comparison_feed(struct comparison *comparison, const char *data, size_t size)
{
	return comparison->comparer->feed(comparison, data, size);
}

/* The output has ended, or needs no more feeding. Once per comparison. */
static inline void comparison_finish(struct comparison *comparison,
				     struct comparison_result *result)
{
	comparison->comparer->finish(comparison, result);
	if (!comparison->comparer->scores)
		result->score = result->accepted;
}

static inline void comparison_close(struct comparison *comparison)
{
	if (comparison)
		comparison->comparer->close(comparison);
}

static inline void comparison_cleanup(struct comparison **comparison)
{
	comparison_close(*comparison);
}

#define autocomparison __attribute__((cleanup(comparison_cleanup)))

/* The built-in comparers, one a file, or one family a file. */
extern const struct comparer comparer_acmp;
extern const struct comparer comparer_caseicmp;
extern const struct comparer comparer_casencmp;
extern const struct comparer comparer_casewcmp;
extern const struct comparer comparer_dcmp;
extern const struct comparer comparer_default;
extern const struct comparer comparer_dmoj_easy;
extern const struct comparer comparer_dmoj_floats;
extern const struct comparer comparer_dmoj_floatsabs;
extern const struct comparer comparer_dmoj_floatsrel;
extern const struct comparer comparer_dmoj_identical;
extern const struct comparer comparer_dmoj_linecount;
extern const struct comparer comparer_dmoj_linematches;
extern const struct comparer comparer_dmoj_rstripped;
extern const struct comparer comparer_dmoj_sorted;
extern const struct comparer comparer_dmoj_standard;
extern const struct comparer comparer_dmoj_unordered;
extern const struct comparer comparer_exact;
extern const struct comparer comparer_fcmp;
extern const struct comparer comparer_hcmp;
extern const struct comparer comparer_icmp;
extern const struct comparer comparer_lcmp;
extern const struct comparer comparer_ncmp;
extern const struct comparer comparer_nyesno;
extern const struct comparer comparer_pointscmp;
extern const struct comparer comparer_pointsinfo;
extern const struct comparer comparer_rcmp;
extern const struct comparer comparer_rcmp4;
extern const struct comparer comparer_rcmp6;
extern const struct comparer comparer_rcmp9;
extern const struct comparer comparer_rncmp;
extern const struct comparer comparer_uncmp;
extern const struct comparer comparer_wcmp;
extern const struct comparer comparer_white_diff;
extern const struct comparer comparer_yesno;

#endif

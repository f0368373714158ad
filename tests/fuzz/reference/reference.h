/*
 * reference: checkers again, slow and obvious: the whole output is there, no line is shared with
 * checkers/, and the rule is written down as its source has it. fuzz_checkers.c compares the two.
 *
 * One family a file, and a line for each checker in list.c.
 */
#ifndef FUZZ_REFERENCE_H
#define FUZZ_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

struct reference_text {
	const char *bytes;
	size_t size;
};

struct reference_input {
	const char *args;	/* words separated by single blanks */
	struct reference_text answer, output;
};

enum reference_verdict {
	REFERENCE_AC,
	REFERENCE_WA,
	REFERENCE_FAULT,	/* the package's: its arguments or its answer */
	REFERENCE_UNKNOWN,	/* beyond what the reference can compute */
};

struct reference {
	const char *name;
	const char *const *args;	/* some to choose from; ended by NULL */
	enum reference_verdict (*judge)(const struct reference_input *input);
	double (*score)(const struct reference_input *input);	/* NULL: 1 or 0, as judge() says */
};

extern const struct reference *const reference_list[];	/* ended by NULL */

extern const struct reference reference_acmp;
extern const struct reference reference_caseicmp;
extern const struct reference reference_casencmp;
extern const struct reference reference_casewcmp;
extern const struct reference reference_dcmp;
extern const struct reference reference_default;
extern const struct reference reference_dmoj_easy;
extern const struct reference reference_dmoj_floats;
extern const struct reference reference_dmoj_floatsabs;
extern const struct reference reference_dmoj_floatsrel;
extern const struct reference reference_dmoj_identical;
extern const struct reference reference_dmoj_linecount;
extern const struct reference reference_dmoj_linematches;
extern const struct reference reference_dmoj_rstripped;
extern const struct reference reference_dmoj_sorted;
extern const struct reference reference_dmoj_standard;
extern const struct reference reference_dmoj_unordered;
extern const struct reference reference_exact;
extern const struct reference reference_fcmp;
extern const struct reference reference_hcmp;
extern const struct reference reference_icmp;
extern const struct reference reference_lcmp;
extern const struct reference reference_ncmp;
extern const struct reference reference_nyesno;
extern const struct reference reference_pointscmp;
extern const struct reference reference_pointsinfo;
extern const struct reference reference_rcmp;
extern const struct reference reference_rcmp4;
extern const struct reference reference_rcmp6;
extern const struct reference reference_rcmp9;
extern const struct reference reference_rncmp;
extern const struct reference reference_uncmp;
extern const struct reference reference_wcmp;
extern const struct reference reference_white_diff;
extern const struct reference reference_yesno;

/* ---- For references ------------------------------------------------------------------------ */

/* Only these: no arguments. */
extern const char *const reference_no_args[];

/*
 * The next token from *at on, which moves behind it; false at the end. Whatever is in blanks, as
 * many bytes as blanks has, separates tokens.
 */
bool reference_token(const struct reference_text *text, const char *blanks, size_t *at,
		     struct reference_text *ret_token);

bool reference_same(const struct reference_text *a, const struct reference_text *b);

/* The text without a byte order mark at its start. */
struct reference_text reference_without_mark(struct reference_text text);

#endif

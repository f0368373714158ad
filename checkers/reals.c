/*
 * Doubles, of testlib: acmp and rcmp, one within an absolute 1.5e-6; dcmp, one within an absolute
 * or relative 1e-6; rncmp, any number within an absolute 1.5e-5; rcmp4, rcmp6 and rcmp9, any
 * number within an absolute or relative 1e-4, 1e-6 and 1e-9.
 *
 * The arithmetic is the original's, in doubles, so that verdicts at the edge are the same.
 */
#include "checkers/pairs.h"

#include <math.h>

static const double slack = 1e-15;	/* that the original adds to every tolerance */

static bool answer_is_real(const char *text, size_t size)
{
	struct real real;

	real_begin(&real, REAL_PLAIN);
	real_feed(&real, text, size);
	return real_valid(&real);
}

static bool output_is_real(const struct pairs *pairs)
{
	return real_valid(&pairs->base.real);
}

/* What the original takes for infinite. */
static bool is_infinite(double value)
{
	return value > 1e300 || value < -1e300;
}

/* The relative test asks whether got lies in an interval around what is expected. */
static bool nearly_equal(double expected, double got, double tolerance)
{
	double low, high;

	if (is_infinite(expected))
		return is_infinite(got) && (got > 0) == (expected > 0);
	if (is_infinite(got))
		return false;
	if (fabs(got - expected) <= tolerance)
		return true;
	low = expected * (1 - tolerance);
	high = expected * (1 + tolerance);
	return low < high ? got >= low && got <= high : got >= high && got <= low;
}

static bool within(const struct pairs *pairs)
{
	const struct testlib *tokens = &pairs->base;
	double expected, got, tolerance = pairs->rule->tolerance + slack;

	if (testlib_equal(tokens))
		return true;
	real_parse(tokens->answer + tokens->expected.begin, tokens->expected.size, REAL_PLAIN,
		   &expected);
	got = real_value(&tokens->real);
	if (pairs->rule->relative)
		return nearly_equal(expected, got, tolerance);
	/* Two infinities are no number apart, and so not too far. */
	return !(fabs(expected - got) > tolerance);
}

#define RULE(id, is_many, is_relative, bound)                                                  \
	static const struct pairs_rule rule_##id = {                                          \
		.tokens = PAIRS_REALS,                                                        \
		.many = is_many,                                                              \
		.missing = FOUND_FORMAT, .further = FOUND_FORMAT,                             \
		.needed = "a number",                                                         \
		.of_answer = answer_is_real, .of_output = output_is_real, .match = within,    \
		.tolerance = bound, .relative = is_relative,                                  \
	}

RULE(acmp, false, false, 1.5e-6);
RULE(rcmp, false, false, 1.5e-6);
RULE(dcmp, false, true, 1e-6);
RULE(rncmp, true, false, 1.5e-5);
RULE(rcmp4, true, true, 1e-4);
RULE(rcmp6, true, true, 1e-6);
RULE(rcmp9, true, true, 1e-9);

PAIRS_COMPARER(acmp, "one double, absolute 1.5e-6 (testlib)");
PAIRS_COMPARER(rcmp, "one double, absolute 1.5e-6 (testlib)");
PAIRS_COMPARER(dcmp, "one double, absolute or relative 1e-6 (testlib)");
PAIRS_COMPARER(rncmp, "doubles, absolute 1.5e-5 (testlib)");
PAIRS_COMPARER(rcmp4, "doubles, absolute or relative 1e-4 (testlib)");
PAIRS_COMPARER(rcmp6, "doubles, absolute or relative 1e-6 (testlib)");
PAIRS_COMPARER(rcmp9, "doubles, absolute or relative 1e-9 (testlib)");

/* exact, dmoj-identical: the same bytes. wcmp: the same tokens. */
#include "reference.h"

static enum reference_verdict exact(const struct reference_input *input)
{
	if (input->args[0])
		return REFERENCE_FAULT;
	return reference_same(&input->answer, &input->output) ? REFERENCE_AC : REFERENCE_WA;
}

static enum reference_verdict wcmp(const struct reference_input *input)
{
	struct reference_text output = reference_without_mark(input->output), expected, got;
	size_t answer_at = 0, output_at = 0;
	bool more_expected, more_got;

	if (input->args[0])
		return REFERENCE_FAULT;
	do {
		more_expected = reference_token(&input->answer, " \t\r\n", &answer_at, &expected);
		more_got = reference_token(&output, " \t\r\n", &output_at, &got);
		if (more_expected != more_got || !reference_same(&expected, &got))
			return REFERENCE_WA;
	} while (more_expected);
	return REFERENCE_AC;
}

const struct reference reference_dmoj_identical = { "dmoj-identical", reference_no_args, exact, NULL };
const struct reference reference_exact = { "exact", reference_no_args, exact, NULL };
const struct reference reference_wcmp = { "wcmp", reference_no_args, wcmp, NULL };

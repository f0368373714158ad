#include "checker/checker.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

static const struct comparer *const comparers[] = {
	&comparer_acmp,
	&comparer_caseicmp,
	&comparer_casencmp,
	&comparer_casewcmp,
	&comparer_dcmp,
	&comparer_default,
	&comparer_dmoj_easy,
	&comparer_dmoj_floats,
	&comparer_dmoj_floatsabs,
	&comparer_dmoj_floatsrel,
	&comparer_dmoj_identical,
	&comparer_dmoj_linecount,
	&comparer_dmoj_linematches,
	&comparer_dmoj_rstripped,
	&comparer_dmoj_sorted,
	&comparer_dmoj_standard,
	&comparer_dmoj_unordered,
	&comparer_exact,
	&comparer_fcmp,
	&comparer_hcmp,
	&comparer_icmp,
	&comparer_lcmp,
	&comparer_ncmp,
	&comparer_nyesno,
	&comparer_pointscmp,
	&comparer_pointsinfo,
	&comparer_rcmp,
	&comparer_rcmp4,
	&comparer_rcmp6,
	&comparer_rcmp9,
	&comparer_rncmp,
	&comparer_uncmp,
	&comparer_wcmp,
	&comparer_white_diff,
	&comparer_yesno,
};

const struct comparer *const *checker_list(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(comparers);
	return comparers;
}

const struct comparer *checker_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(comparers); i++)
		if (strcmp(comparers[i]->name, name) == 0)
			return comparers[i];
	return NULL;
}

int checker_unknown(const char *name, struct error *err)
{
	const char *names[ARRAY_SIZE(comparers)], *nearest;
	char safe[128];

	for (size_t i = 0; i < ARRAY_SIZE(comparers); i++)
		names[i] = comparers[i]->name;
	nearest = text_nearest(name, names, ARRAY_SIZE(names));
	text_sanitise_utf8(name, strlen(name), safe, sizeof safe);
	if (nearest)
		return error_usage(err, "no checker \"%s\"; did you mean \"%s\"?", safe, nearest);
	return error_usage(err, "no checker \"%s\"", safe);
}

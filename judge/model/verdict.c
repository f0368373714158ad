#include "model/verdict.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *code, *words;
} names[VERDICT_COUNT] = {
	[VERDICT_NONE] = { "", "not judged" },
	[VERDICT_AC] = { "AC", "accepted" },
	[VERDICT_WA] = { "WA", "wrong answer" },
	[VERDICT_TLE] = { "TLE", "time limit exceeded" },
	[VERDICT_MLE] = { "MLE", "memory limit exceeded" },
	[VERDICT_OLE] = { "OLE", "output limit exceeded" },
	[VERDICT_RTE] = { "RTE", "run-time error" },
	[VERDICT_CE] = { "CE", "compile error" },
	[VERDICT_JE] = { "JE", "judge error" },
};

const char *verdict_code(enum verdict verdict)
{
	return verdict < VERDICT_COUNT ? names[verdict].code : "";
}

const char *verdict_words(enum verdict verdict)
{
	return verdict < VERDICT_COUNT ? names[verdict].words : "";
}

enum verdict verdict_find(const char *code)
{
	for (int i = 1; i < VERDICT_COUNT; i++)
		if (!strcmp(names[i].code, code))
			return (enum verdict)i;
	return VERDICT_NONE;
}

const char *verdict_set_text(verdict_set set, char *text, unsigned long size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 1; i < VERDICT_COUNT; i++)
		if (set & VERDICT_BIT(i) && used < size)
			used += (size_t)snprintf(text + used, size - used, "%s%s",
						 used ? " or " : "", names[i].code);
	return text;
}

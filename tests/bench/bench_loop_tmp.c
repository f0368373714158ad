#include "common/servant.h"
#include "common/series.h"
#include "sandbox/launcher.h"
#include "util/clock.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static const char **args;
static int front(int control, void *a)
{
	(void)a;
	struct servants sv;
	const struct bench_program program = { "x", args[5] ? args[5] : "native", args[2], false };
	servants_start(control, 1, &program, 1, args[1], &sv);
	int n = atoi(args[3]); int which = atoi(args[4]);
	struct series s[2] = { 0 };
	for (int i = 0; i < n; i++) {
		for (int w = 0; w < 2; w++) {
			if (which >= 0 && w != which) continue;
			struct order o = { .program = 0, .runs = 20, .limits = servant_limits };
			struct answer an;
			servant_ask(w ? sv.slot[0] : sv.forker[0], &o, w ? -1 : sv.executable[0], &an);
			series_add(&s[w], (double)an.ns / 1e3 / an.runs);
		}
	}
	double r[2];
	for (int w = 0; w < 2; w++) { r[w] = series_quantile(&s[w], 0.25); printf("%s q10 %.1f q25 %.1f median %.1f\n", w ? "box " : "bare", series_quantile(&s[w], 0.1), r[w], series_quantile(&s[w], 0.5)); }
	printf("ratio q25 %.3f\n", r[1] / r[0]);
	return 0;
}
int main(int argc, char **argv) { (void)argc; args = (const char **)argv; return launcher_run(front, NULL, servant_slot); }

/*
 * build: sources in, artefact or diagnostics out: one run in a compile box. Used for submissions
 * and for a package's validators alike.
 */
#ifndef PIPELINE_BUILD_H
#define PIPELINE_BUILD_H

#include "model/result.h"
#include "pipeline/artifact.h"

struct build {
	unsigned class;
	const char *const *argv, *const *envp;
	struct box_limits limits;
	const char *const *names;	/* of the sources; they land in /work */
	const int *fds;
	size_t count;
	const char *binary;		/* file that is the artefact; NULL: all files that are left */
	const char *package;		/* to install if the compiler is missing; NULL: unknown */
};

/*
 * ret_compile->verdict is AC with an artefact, or CE with a reason; -1 is the host's fault, a
 * compiler that is not there among them. The box is clean before and after.
 */
int build_run(const struct build *build, struct box_set *boxes, struct artifact *ret_artifact,
	      struct compile_result *ret_compile, struct error *err);

/*
 * What a compiler's run says, before its artefact is looked at: verdict and, if it is CE, reason.
 * ret_compile->output is what it wrote. -1 if the host let it wait too long. Pure.
 */
int build_judge(const struct build *build, const struct box_result *run,
		struct compile_result *ret_compile, struct error *err);

/*
 * The line of a compiler's output that says what is wrong: the first that mentions an error, else
 * the first that is not blank; "" if there is none. Pure.
 */
void build_first_error(const char *output, char *line, size_t size);

#endif

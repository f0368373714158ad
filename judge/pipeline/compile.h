/*
 * compile: from a submission to an artefact or CE, as its profile says.
 */
#ifndef PIPELINE_COMPILE_H
#define PIPELINE_COMPILE_H

#include "model/result.h"
#include "pipeline/artifact.h"
#include "pipeline/plan.h"

/* ret_compile->verdict is AC or CE; with AC *ret_artifact is the caller's to free. */
int compile_submission(const struct plan *plan, struct box_set *boxes,
		       struct artifact *ret_artifact, struct compile_result *ret_compile,
		       struct error *err);

#endif

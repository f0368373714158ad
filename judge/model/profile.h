/*
 * profile: how a language is compiled and run, as read from langs/ID.yaml. Plain data without
 * pointers: a job carries its profile as bytes. Packed strings are those of util/string.h.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include "model/verdict.h"

#include <stdbool.h>
#include <stdint.h>

enum { PROFILE_REASONS = 8 };

struct profile_limits {
	int64_t cpu_ns, wall_ns;	/* 0: not stated */
	int64_t memory_bytes;
	int64_t file_bytes;		/* of any one file */
	int64_t output_bytes;
	int64_t processes;
};

struct profile_stage {
	char class[24];			/* of the box; checked against the sandbox's table */
	char command[2048];		/* packed; with placeholders, see profile/template.h */
	char environment[1024];		/* packed "NAME=value", beside PATH, LANG and HOME */
	struct profile_limits limits;
};

struct profile_reason {
	char text[96];			/* substring of standard error */
	enum verdict verdict;		/* VERDICT_NONE: it only sets words */
	char words[96];			/* what to say to people; "" keeps the usual reason */
};

struct profile {
	char id[32];			/* the file's name without .yaml */
	char family[32];		/* the language's code in packages: "cpp" of cpp17, cpp20 */
	bool preferred;			/* the one to take when several have the extension */
	char name[64];
	char extensions[256];		/* packed, each with its dot */
	char version[512];		/* packed command that prints the toolchain's version */
	char source[64];		/* name for a single file that came without a usable one */
	char package[64];		/* Debian package to install if the toolchain is missing */
	bool has_compile;
	struct profile_stage compile, run;
	double time_factor;		/* limit = package's limit * factor + extra */
	int64_t time_extra_ns;
	int64_t memory_extra_bytes;
	struct profile_reason reasons[PROFILE_REASONS];
	uint32_t reason_count;
	char test[64];			/* the self-test's file name, beside the profile */
};

#endif

/*
 * result: what stages hand on, and what is reported and stored. Plain data without pointers, so
 * that a judge can send it to the coordinator as bytes; times in ns, memory in bytes.
 */
#ifndef MODEL_RESULT_H
#define MODEL_RESULT_H

#include "model/verdict.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	REASON_BYTES = 256, MESSAGE_BYTES = 1024, COMPILE_OUTPUT_BYTES = 65536,
	KEPT_FAILED = 4096,	/* kept of the test that failed first, and ... */
	KEPT_BYTES = 16384,	/* ... of a try, which nothing else is told of */
};

struct compile_result {
	enum verdict verdict;		/* AC: there is an artefact; CE; JE */
	char reason[REASON_BYTES];
	int64_t cpu_ns, wall_ns;
	uint64_t memory_bytes;
	bool cached;
	uint32_t output_bytes;		/* of output, which is valid UTF-8 */
	char output[COMPILE_OUTPUT_BYTES];
};

struct test_result {
	uint32_t index;			/* in package order, from 0 */
	enum verdict verdict;
	bool borderline;		/* see DESIGN §4 */
	bool memory_estimated;
	char reason[REASON_BYTES];	/* one line, for people */
	int64_t cpu_ns, wall_ns;
	int64_t check_ns;		/* what comparing still took after the run; 0: not measured */
	uint64_t memory_bytes, output_bytes;
	int32_t exit_code, signal;
	uint32_t passes;		/* runs of a multi-pass problem; else 1 */
	/* What the checker said of points, or of a part of those to be had; NAN: nothing. */
	double points, multiplier;
	double score;			/* 1 accepted, 0 not; scoring problems: the points */
	char message[MESSAGE_BYTES];	/* the checker's, for judges; valid UTF-8 */
	char team_message[MESSAGE_BYTES];	/* the checker's, for contestants; valid UTF-8 */
	/* Where the output differs, without any of the answer; "": reason has no such part. */
	char difference[REASON_BYTES];
};

/* What a submission and the validator said to each other in a test, with times, for judges. */
enum { TRANSCRIPT_BYTES = 65536 };

struct transcript {
	uint32_t index;			/* of the test */
	bool is_cut;			/* they said more */
	uint32_t bytes;			/* of text, which is lines of valid UTF-8 */
	char text[TRANSCRIPT_BYTES];
	int64_t began_ns;		/* for who writes it; ... */
	int32_t open_side;		/* ... and whose line has no end yet: an enum, or -1 */
};

/* What became of a group of test cases; see model/problem.h. */
struct group_result {
	uint32_t index;			/* in problem.groups */
	enum verdict verdict;		/* VERDICT_NONE: none of its test cases was judged */
	double score;
	char reason[REASON_BYTES];
};

/*
 * What a database keeps for platforms beyond the numbers: a piece of a JSON object; see
 * report/summary.h. The pieces of one judgement make the whole.
 */
enum { SUMMARY_PIECE = 32768, SUMMARY_MAX = 4 << 20 };

struct summary_piece {
	uint32_t bytes;			/* of text, which may be cut anywhere */
	char text[SUMMARY_PIECE];
};

/* How it was judged: enough to explain it, and to judge it again the same way. */
struct receipt {
	char package_hash[65], profile_hash[65];
	char language[32];		/* id of the profile */
	char toolchain[128];
	char validators[8];		/* the package's programs: "built" for it, "cached", "" */
	char class[24];
	char layers[256];		/* "userns mountns pidns ... landlock-7" */
	char cgroup_layout[8];
	char host[64];
	int32_t core;
	uint32_t slot;
	int64_t time_limit_ns, wall_limit_ns;
	uint64_t memory_limit_bytes, output_limit_bytes;
	uint32_t process_limit;
};

struct judgement {
	enum verdict verdict;
	char reason[REASON_BYTES];
	double score;
	int64_t cpu_ns, wall_ns;	/* of the slowest test */
	uint64_t memory_bytes;		/* of the largest */
	uint32_t test_count, tests_judged;
	/*
	 * Index of the test that decides the verdict; of the first that failed where a part of the
	 * points is accepted; or -1.
	 */
	int32_t first_failed;
	uint32_t kept_output_bytes, kept_error_bytes;
	char kept_output[KEPT_BYTES], kept_error[KEPT_BYTES];	/* of that test, for the jury */
	struct receipt receipt;
};

#endif

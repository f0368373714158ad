#include "worker/meters.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* From a tenth of a millisecond, at which a round trip is good, to what a pool's pause may last. */
static const double round_trip_bounds[] = {
	0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10,
};
static const double wait_bounds[] = {
	0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600,
};
static const double work_bounds[] = {
	0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120,
};

#define BOUNDS(array) .type = METRIC_HISTOGRAM, .bounds = (array), .bound_count = ARRAY_SIZE(array)
#define COUNTER .type = METRIC_COUNTER
#define GAUGE .type = METRIC_GAUGE

static const struct metric_family families[METERS] = {
	[METER_QUEUE_JOBS] = { "assize_queue_jobs", "Jobs in the queue, counted up to 10000",
			       GAUGE, .labels = { "class", "state" } },
	[METER_QUEUE_OLDEST] = { "assize_queue_oldest_seconds",
				 "Age of the oldest job that could be claimed", GAUGE,
				 .labels = { "class" } },
	[METER_CLAIMS] = { "assize_claims_total", "Jobs that this worker claimed", COUNTER },
	[METER_ATTEMPTS] = { "assize_attempts_total", "Attempts at a job that ended, by how",
			     COUNTER, .labels = { "outcome" } },
	[METER_LEASES_LOST] = { "assize_leases_lost_total",
				"Leases that this worker held and lost", COUNTER },
	[METER_LEASES_EXPIRED] = { "assize_lease_expiries_total",
				   "Leases of any worker that this one found expired", COUNTER },
	[METER_VERDICTS] = { "assize_verdicts_total", "Verdicts written", COUNTER,
			     .labels = { "language", "verdict" } },
	[METER_WAIT] = { "assize_queue_seconds", "From a submission's insert to its claim",
			 BOUNDS(wait_bounds) },
	[METER_JUDGING] = { "assize_judging_seconds", "From claim to verdict, wall time",
			    BOUNDS(work_bounds) },
	[METER_COMPILE] = { "assize_compile_seconds", "Wall time of compiling, cached ones left out",
			    BOUNDS(work_bounds), .labels = { "language" } },
	[METER_RUN] = { "assize_run_seconds", "CPU time of a submission on a test",
			BOUNDS(work_bounds) },
	[METER_CHECK] = { "assize_check_seconds", "What comparing still took after a run had ended",
			  BOUNDS(work_bounds) },
	[METER_TESTS] = { "assize_tests_total", "Tests judged", COUNTER, .labels = { "verdict" } },
	[METER_BORDERLINE] = { "assize_borderline_tests_total",
			       "Tests so near to the time limit that they were run again", COUNTER },
	[METER_CACHE] = { "assize_cache_lookups_total", "Looks into a cache", COUNTER,
			  .labels = { "cache", "result" } },
	[METER_SLOTS] = { "assize_slots", "Slots of this worker", GAUGE },
	[METER_SLOTS_BUSY] = { "assize_slots_busy", "Slots that judge", GAUGE },
	[METER_SLOT_SECONDS] = { "assize_slot_seconds_total", "Time that slots had a job", COUNTER },
	[METER_SICK] = { "assize_sick", "1 while the worker claims nothing for this reason", GAUGE,
			 .labels = { "reason" } },
	[METER_CONNECTED] = { "assize_database_connected", "1 while there is a connection", GAUGE },
	[METER_CONNECTS] = { "assize_database_connects_total", "Connections made", COUNTER },
	[METER_ROUND_TRIP] = { "assize_database_seconds", "Round trips to the database",
			       BOUNDS(round_trip_bounds) },
	[METER_DATABASE_FAULTS] = { "assize_database_faults_total", "Round trips that failed",
				    COUNTER },
	[METER_RESIDENT] = { "process_resident_memory_bytes", "Memory of the coordinator", GAUGE },
	[METER_STARTED] = { "process_start_time_seconds", "When it started, since 1970", GAUGE },
};

struct metrics *meters_new(void)
{
	struct metrics *metrics = metrics_new(families, METERS);

	metrics_set(metrics, METER_STARTED, METRIC_PLAIN,
		    (double)clock_of(CLOCK_REALTIME) / NS_PER_S);
	return metrics;
}

static double seconds(int64_t ns)
{
	return (double)ns / NS_PER_S;
}

void meters_cache(struct metrics *metrics, const char *cache, bool hit)
{
	metrics_add(metrics, METER_CACHE, METRIC_LABELS(cache, hit ? "hit" : "miss"), 1);
}

static void count_tests(struct metrics *metrics, const struct test_result *tests, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		metrics_add(metrics, METER_TESTS, METRIC_LABELS(verdict_code(tests[i].verdict)), 1);
		metrics_observe(metrics, METER_RUN, METRIC_PLAIN, seconds(tests[i].cpu_ns));
		if (tests[i].check_ns > 0)
			metrics_observe(metrics, METER_CHECK, METRIC_PLAIN,
					seconds(tests[i].check_ns));
		if (tests[i].borderline)
			metrics_add(metrics, METER_BORDERLINE, METRIC_PLAIN, 1);
	}
}

void meters_judged(struct metrics *metrics, const char *language,
		   const struct compile_result *compile, const struct test_result *tests,
		   size_t count, const struct judgement *judgement)
{
	metrics_add(metrics, METER_VERDICTS,
		    METRIC_LABELS(language, verdict_code(judgement->verdict)), 1);
	if (compile && compile->verdict != VERDICT_NONE) {
		meters_cache(metrics, "compile", compile->cached);
		if (!compile->cached)
			metrics_observe(metrics, METER_COMPILE, METRIC_LABELS(language),
					seconds(compile->wall_ns));
	}
	if (judgement->receipt.validators[0])
		meters_cache(metrics, "validator",
			     strcmp(judgement->receipt.validators, "cached") == 0);
	count_tests(metrics, tests, count);
}

void meters_given_up(struct metrics *metrics, const char *language)
{
	metrics_add(metrics, METER_VERDICTS, METRIC_LABELS(language, verdict_code(VERDICT_JE)), 1);
}

void meters_attempt(struct metrics *metrics, const char *how)
{
	metrics_add(metrics, METER_ATTEMPTS, METRIC_LABELS(how), 1);
}

void meters_sick(struct metrics *metrics, const char *reason)
{
	metrics_clear(metrics, METER_SICK);
	if (reason && reason[0])
		metrics_set(metrics, METER_SICK, METRIC_LABELS(reason), 1);
}

/* statm: sizes in pages, the second is what is resident. */
void meters_look(struct metrics *metrics)
{
	autoclose int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	char text[128] = "";
	const char *second;

	if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
		return;
	second = strchr(text, ' ');
	if (second)
		metrics_set(metrics, METER_RESIDENT, METRIC_PLAIN,
			    strtod(second, NULL) * (double)sysconf(_SC_PAGESIZE));
}

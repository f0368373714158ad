/*
 * HOST-OK: what is looked at after every case.
 */
#include "suite.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SETTLE_NS (3 * NS_PER_S)
#define SENTINEL_SPARE_NS (30 * NS_PER_MS)

static void pause_a_little(void)
{
	const struct timespec t = { .tv_nsec = 3000000 };

	nanosleep(&t, NULL);
}

static const struct sentinel *find_sentinel(const struct suite *suite,
					    const struct profile *profile)
{
	for (size_t i = 0; i < suite->sentinel_count; i++)
		if (!strcmp(suite->sentinels[i].work.profile.run.class, profile->run.class))
			return &suite->sentinels[i];
	return NULL;
}

static int look(const struct suite *suite, struct host *ret_host, struct error *err)
{
	return host_look(suite->host.launcher, ret_host, err);
}

/* A judge reports before it ends, and its slot closes the job only after that. */
static int await_judges(const struct suite *suite, struct error *err)
{
	int64_t end = clock_ns() + (int64_t)((double)SETTLE_NS * suite->slow);

	while (host_has_judges(&suite->host))
		if (clock_ns() > end)
			return error_set(err, ERROR_SYSTEM, 0, "a judge does not end");
		else
			pause_a_little();
	return 0;
}

/* All that may take a moment to be as before: a slot that closes its job, memory that is freed. */
static int compare_in_time(const struct suite *suite, struct strbuf *faults, struct error *err)
{
	int64_t end = clock_ns() + (int64_t)((double)SETTLE_NS * suite->slow);

	for (;;) {
		autostrbuf struct strbuf found = { 0 };
		struct host now;

		if (look(suite, &now, err) < 0)
			return -1;
		host_compare(&suite->host, &now, &found);
		host_check_groups(&suite->host, &now, &found);
		host_check_memory(&now, &found);
		host_free(&now);
		if (!found.length)
			return 0;
		if (clock_ns() > end) {
			strbuf_printf(faults, "%s", found.text);
			return 0;
		}
		pause_a_little();
	}
}

static int run_sentinel(struct suite *suite, const struct sentinel *sentinel, unsigned slot,
			struct strbuf *faults, struct error *err)
{
	const struct judging *j = &suite->judging[slot];
	int64_t limit = 5 * sentinel->cpu_ns[slot] +
			(int64_t)((double)SENTINEL_SPARE_NS * suite->slow);
	char is[TEXT_HUMAN_MAX], was[TEXT_HUMAN_MAX];

	if (judge_sentinel(suite, sentinel, slot, err) < 0)
		return -1;
	if (j->verdict != VERDICT_AC)
		strbuf_printf(faults, "the sentinel in slot %u got %s: %s\n", slot,
			      verdict_code(j->verdict), j->reason);
	else if (j->cpu_ns > limit)
		strbuf_printf(faults, "the sentinel in slot %u took %s of CPU time, before %s\n",
			      slot, text_duration(j->cpu_ns, is),
			      text_duration(sentinel->cpu_ns[slot], was));
	return 0;
}

/* A slot that was started anew has no boxes; every kind of sentinel makes it have its own. */
static int run_sentinels(struct suite *suite, const struct profile *profile, unsigned slot,
			 struct strbuf *faults, struct error *err)
{
	const struct sentinel *sentinel = find_sentinel(suite, profile);

	if (sentinel && run_sentinel(suite, sentinel, slot, faults, err) < 0)
		return -1;
	for (size_t i = 0; i < suite->sentinel_count && suite->restarted[slot]; i++)
		if (run_sentinel(suite, &suite->sentinels[i], slot, faults, err) < 0)
			return -1;
	suite->restarted[slot] = false;
	return 0;
}

int check_host(struct suite *suite, const struct profile *profile, unsigned slots,
	       const struct work *work, struct strbuf *faults, struct error *err)
{
	struct host now;

	/* At once: a program that is still there after its verdict is a fault. */
	host_check_uids(&suite->host, faults);
	if (await_judges(suite, err) < 0 || look(suite, &now, err) < 0)
		return -1;
	host_check_groups(&suite->host, &now, faults);
	host_free(&now);
	if (!work_is_unchanged(work))
		strbuf_printf(faults, "the package has changed\n");
	for (unsigned slot = 0; slot < slots; slot++)
		if (run_sentinels(suite, profile, slot, faults, err) < 0)
			return -1;
	if (await_judges(suite, err) < 0)
		return -1;
	return compare_in_time(suite, faults, err);
}

/* ---- before the first case ---- */

/* The second run is the measure: the first has built boxes and asked for versions. */
static int warm_up_sentinel(struct suite *suite, struct sentinel *sentinel, unsigned slot,
			    struct error *err)
{
	const struct judging *j = &suite->judging[slot];

	for (int i = 0; i < 3; i++) {
		if (judge_sentinel(suite, sentinel, slot, err) < 0)
			return -1;
		if (j->verdict != VERDICT_AC)
			return error_set(err, ERROR_SYSTEM, 0, "sentinel %s: %s: %s",
					 sentinel->work.profile.id, verdict_code(j->verdict),
					 j->reason);
		if (i > 0 && j->cpu_ns > sentinel->cpu_ns[slot])
			sentinel->cpu_ns[slot] = j->cpu_ns;
	}
	return 0;
}

/* The classes of all sentinels, each as often as it comes. */
static int hash_toolchains(const struct suite *suite, struct toolchain *ret, struct error *err)
{
	const char *classes[2 * PROFILES];
	size_t count = 0;

	for (size_t i = 0; i < suite->sentinel_count; i++) {
		const struct profile *profile = &suite->sentinels[i].work.profile;
		const char *names[] = { profile->run.class, profile->compile.class };

		for (size_t k = 0; k < ARRAY_SIZE(names); k++) {
			bool known = !*names[k];

			for (size_t n = 0; n < count; n++)
				known |= !strcmp(classes[n], names[k]);
			if (!known)
				classes[count++] = names[k];
		}
	}
	return toolchain_hash(classes, count, ret, err);
}

int check_warm_up(struct suite *suite, struct error *err)
{
	suite->host.launcher = getppid();
	for (size_t i = 0; i < suite->sentinel_count; i++)
		for (unsigned slot = 0; slot < SLOTS; slot++)
			if (warm_up_sentinel(suite, &suite->sentinels[i], slot, err) < 0)
				return -1;
	if (host_look(getppid(), &suite->host, err) < 0 || await_judges(suite, err) < 0)
		return -1;
	host_free(&suite->host);
	/* The last judge's slot may not have closed its job yet. */
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
	if (host_look(getppid(), &suite->host, err) < 0)
		return -1;
	return hash_toolchains(suite, &suite->toolchain, err);
}

int check_toolchains(struct suite *suite, struct strbuf *faults, struct error *err)
{
	struct toolchain now;

	if (hash_toolchains(suite, &now, err) < 0)
		return -1;
	toolchain_compare(&suite->toolchain, &now, faults);
	toolchain_free(&now);
	return 0;
}

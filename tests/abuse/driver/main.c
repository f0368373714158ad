/*
 * driver: judges the cases of tests/abuse/cases and says as TAP what became of each, and whether
 * the host is as before. See usage.
 */
#include "suite.h"

#include "sandbox/class.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "worker/slot.h"

#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/signalfd.h>

static const char usage[] =
	"usage: driver [OPTION...] [CASE...]\n\n"
	"CASE is a name (018-heap.c, with or without extension), a number or a range (33-70).\n\n"
	"  --root DIR       of the clone: langs and tests/abuse are there (default: .)\n"
	"  --layout-only    only cases that depend on the layout of control groups\n"
	"  --prebuilt DIR   the cases as static programs DIR/NNN-name, not as sources\n"
	"  --slow N         this host is N times slower than a usual one\n"
	"  --list           say what the cases are, and judge nothing\n";

struct options {
	const char *root, *prebuilt;
	bool layout_only, list, help;
	double slow;
	char **words;
	int word_count;
};

static int parse_options(int argc, char **argv, struct options *options)
{
	static const struct option table[] = {
		{ "root", required_argument, NULL, 'r' },
		{ "layout-only", no_argument, NULL, 'l' },
		{ "prebuilt", required_argument, NULL, 'p' },
		{ "slow", required_argument, NULL, 's' },
		{ "list", no_argument, NULL, 'L' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	*options = (struct options){ .root = ".", .slow = 1 };
	while ((option = getopt_long(argc, argv, "h", table, NULL)) >= 0) {
		switch (option) {
		case 'r': options->root = optarg; break;
		case 'l': options->layout_only = true; break;
		case 'p': options->prebuilt = optarg; break;
		case 's': options->slow = strtod(optarg, NULL); break;
		case 'L': options->list = true; break;
		case 'h': options->help = true; break;
		default: return -1;
		}
	}
	options->words = argv + optind;
	options->word_count = argc - optind;
	return options->slow >= 1 ? 0 : -1;
}

/* ---- what there is ---- */

/* The two static programs lie beside this one. */
static void find_programs(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	path[n < 0 ? 0 : n] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
}

static void find_places(const struct options *options, struct places *places)
{
	struct {
		char *path;
		const char *name;
	} parts[] = {
		{ places->cases, "tests/abuse/cases" },
		{ places->header, "tests/abuse/attack.h" },
		{ places->langs, "langs" },
		{ places->own_langs, "tests/abuse/langs" },
		{ places->interactors, "tests/abuse/interactors" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		snprintf(parts[i].path, sizeof places->cases, "%s/%s", options->root, parts[i].name);
	find_programs(places->programs, sizeof places->programs);
	places->prebuilt = options->prebuilt;
}

static int load_languages(const struct places *places, struct languages *languages,
			  struct error *err)
{
	const char *classes[CLASS_MAX];

	for (size_t i = 0; i < box_class_count; i++)
		classes[i] = box_classes[i].name;
	return profiles_load(places->own_langs, classes, box_class_count, &languages->own, err) < 0 ||
	       profiles_load(places->langs, classes, box_class_count, &languages->table, err) < 0
		       ? -1 : 0;
}

static bool is_chosen(const struct options *options, const struct abuse_case *c)
{
	bool chosen = options->word_count == 0;

	for (int i = 0; i < options->word_count; i++)
		chosen |= case_is_chosen(c, options->words[i]);
	return chosen && (c->layout || !options->layout_only);
}

/* A word that chooses nothing is a mistake, and would look like a success. */
static int check_words(const struct options *options, const struct case_list *list,
		       struct error *err)
{
	for (int i = 0; i < options->word_count; i++) {
		bool found = false;

		for (size_t k = 0; k < list->count; k++)
			found |= case_is_chosen(&list->cases[k], options->words[i]);
		if (!found)
			return error_usage(err, "there is no case %s", options->words[i]);
	}
	return 0;
}

static int choose(struct suite *suite, const struct options *options, struct error *err)
{
	size_t count = 0;

	if (case_list_load(suite->places.cases, &suite->list, err) < 0 ||
	    check_words(options, &suite->list, err) < 0)
		return -1;
	suite->chosen = calloc(suite->list.count + 1, sizeof *suite->chosen);
	if (!suite->chosen)
		return error_system(err, "cases");
	for (size_t i = 0; i < suite->list.count; i++) {
		suite->chosen[i] = is_chosen(options, &suite->list.cases[i]);
		count += suite->chosen[i];
	}
	return count ? 0 : error_usage(err, "no case is chosen");
}

static int add_sentinel(struct suite *suite, const struct profile *profile,
			const char *interactor, struct error *err)
{
	struct sentinel *sentinel = &suite->sentinels[suite->sentinel_count];

	for (size_t i = 0; i < suite->sentinel_count; i++)
		if (!strcmp(suite->sentinels[i].work.profile.run.class, profile->run.class) &&
		    !strcmp(suite->sentinels[i].interactor, interactor))
			return 0;
	if (suite->sentinel_count == PROFILES)
		return error_usage(err, "more than %d classes", PROFILES);
	snprintf(sentinel->interactor, sizeof sentinel->interactor, "%s", interactor);
	suite->sentinel_count++;
	return work_sentinel(&suite->places, &suite->languages, profile, interactor,
			     &sentinel->work, err);
}

/* One of the case's class; and one that has its interactor built, and the box that is in. */
static int add_sentinels(struct suite *suite, const struct abuse_case *c, struct error *err)
{
	const struct profile *profile;

	if (work_profile(&suite->places, &suite->languages, c, &profile, err) < 0 ||
	    add_sentinel(suite, profile, "", err) < 0 ||
	    (c->interactor[0] && add_sentinel(suite, profile, c->interactor, err) < 0))
		return error_context(err, "%s", c->name);
	return 0;
}

static int prepare(struct suite *suite, const struct options *options, struct error *err)
{
	suite->slow = options->slow;
	find_places(options, &suite->places);
	if (load_languages(&suite->places, &suite->languages, err) < 0 ||
	    choose(suite, options, err) < 0)
		return -1;
	for (size_t i = 0; i < suite->list.count; i++)
		if (suite->chosen[i] && add_sentinels(suite, &suite->list.cases[i], err) < 0)
			return -1;
	return 0;
}

static void release(struct suite *suite)
{
	for (size_t i = 0; i < suite->sentinel_count; i++)
		work_free(&suite->sentinels[i].work);
	host_free(&suite->host);
	toolchain_free(&suite->toolchain);
	case_list_free(&suite->list);
	profile_table_free(&suite->languages.table);
	profile_table_free(&suite->languages.own);
	free(suite->chosen);
	free(suite);
}

/* ---- doing it ---- */

static void list_cases(const struct suite *suite)
{
	char expected[128];

	for (size_t i = 0; i < suite->list.count; i++) {
		const struct abuse_case *c = &suite->list.cases[i];

		if (suite->chosen[i])
			printf("%-32s %-10s %-7s %s\n", c->name,
			       c->refused[0] ? "refused" :
			       verdict_set_text(c->expected, expected, sizeof expected),
			       c->layout ? "layout" : "", c->title);
	}
}

static int watch_signals(struct error *err)
{
	sigset_t mask;
	int fd;

	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	fd = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? error_system(err, "signals") : fd;
}

/* As root all along: it is to see what a launcher keeps open, and parses no output of a case's. */
static int judge_all(struct suite *suite, int control, struct error *err)
{
	autostrbuf struct strbuf faults = { 0 };

	outside_listen();
	suite->signals = watch_signals(err);
	if (suite->signals < 0 ||
	    pool_start(&suite->pool, control, SLOTS, NULL, judge_ended, suite, err) < 0 ||
	    check_warm_up(suite, err) < 0)
		return -1;
	for (size_t i = 0; i < suite->list.count; i++)
		if (suite->chosen[i] && run_case(suite, &suite->list.cases[i], err) < 0)
			return error_context(err, "%s", suite->list.cases[i].name);
	if (check_toolchains(suite, &faults, err) < 0)
		return -1;
	tap_result(suite, !faults.length, "all", "the toolchains are as before");
	tap_notes(faults.text);
	printf("1..%u\n", suite->tests);
	return suite->failures > 0;
}

static int front(int control, void *argument)
{
	const struct options *options = argument;
	struct suite *suite = calloc(1, sizeof *suite);
	struct error err = { 0 };
	char text[1200];
	int status = -1;

	if (!suite)
		return 3;
	if (prepare(suite, options, &err) == 0) {
		if (options->list)
			list_cases(suite);
		status = options->list ? 0 : judge_all(suite, control, &err);
	}
	if (status < 0)
		printf("Bail out! %s\n", error_text(&err, text, sizeof text));
	release(suite);
	return status < 0 ? error_exit_status(&err) : status;
}

/* What the rest of the host mounts meanwhile is not ours to explain. */
static int leave_mounts(void)
{
	if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		return 0;
	printf("Bail out! no mount namespace of our own: %s (run as root)\n", strerror(errno));
	return -1;
}

int main(int argc, char **argv)
{
	struct options options;

	if (parse_options(argc, argv, &options) < 0) {
		fputs(usage, stderr);
		return 2;
	}
	if (options.help) {
		fputs(usage, stdout);
		return 0;
	}
	if (options.list)
		return front(-1, &options);
	return leave_mounts() < 0 ? 3 : launcher_run(front, &options, slot_main);
}

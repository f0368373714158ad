#include "tests/unit/profile_place.h"

#include "util/clock.h"

#include <sys/stat.h>

static void load(const struct place *place, const char *id, struct profile *profile)
{
	struct error err;
	char text[1200];

	if (profile_load(&place->source, id, profile, &err) < 0)
		fail_msg("%s", error_text(&err, text, sizeof text));
}

static void assert_fails(const struct place *place, const char *id, const char *expected)
{
	struct profile profile, before;
	struct error err;
	char found[1200];

	memset(&profile, 0x5a, sizeof profile);
	memcpy(&before, &profile, sizeof profile);
	assert_int_equal(profile_load(&place->source, id, &profile, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(error_text(&err, found, sizeof found), expected);
	assert_memory_equal(&profile, &before, sizeof profile);
}

/* x.yaml with this text gives this error, as a user reads it. */
static void assert_error(const struct place *place, const char *text, const char *expected)
{
	write_file(place, "x.yaml", text);
	assert_fails(place, "x", expected);
}

/* ---- One profile -------------------------------------------------------------------------- */

static void the_least_profile_has_defaults(void **state)
{
	struct profile profile;

	write_file(*state, "x.yaml", LEAST);
	load(*state, "x", &profile);
	assert_string_equal(profile.id, "x");
	assert_string_equal(profile.family, "x");
	assert_false(profile.preferred);
	assert_false(profile.has_compile);
	assert_true(profile.time_factor > 0.999 && profile.time_factor < 1.001);
	assert_int_equal(profile.time_extra_ns, 0);
	assert_int_equal(profile.run.limits.processes, 0);
	assert_int_equal(profile.reason_count, 0);
}

static void every_key_is_loaded(void **state)
{
	struct profile p;

	write_file(*state, "x.yaml",
		   "name: Ecks\nfamily: ex\npreferred: true\nextensions: [.x, .c++]\n"
		   "version: [x, -v]\npackage: x-dev\nsource: a.x\ntest: hello.x\n"
		   "compile:\n  class: gcc\n  command: [xc, '{sources}']\n  environment: [A=b c]\n"
		   "  limits: {cpu: 10s, wall: 30s, memory: 1GiB, processes: 128, file: 128MiB, "
		   "output: 64KiB}\n"
		   "run:\n  class: native\n  command: ['{binary}']\n  limits: {processes: 9}\n"
		   "  time: {factor: 1.5, extra: 100ms}\n  memory: {extra: 16MiB}\n"
		   "reasons:\n  - {stderr: bad, verdict: MLE}\n  - {stderr: deep, words: too deep}\n");
	load(*state, "x", &p);
	assert_string_equal(p.name, "Ecks");
	assert_string_equal(p.family, "ex");
	assert_true(p.preferred);
	assert_memory_equal(p.extensions, ".x\0.c++\0", 9);
	assert_memory_equal(p.version, "x\0-v\0", 6);
	assert_string_equal(p.package, "x-dev");
	assert_string_equal(p.source, "a.x");
	assert_string_equal(p.test, "hello.x");
	assert_true(p.has_compile);
	assert_string_equal(p.compile.class, "gcc");
	assert_memory_equal(p.compile.command, "xc\0{sources}\0", 14);
	assert_memory_equal(p.compile.environment, "A=b c\0", 7);
	assert_int_equal(p.compile.limits.cpu_ns, 10 * NS_PER_S);
	assert_int_equal(p.compile.limits.wall_ns, 30 * NS_PER_S);
	assert_int_equal(p.compile.limits.memory_bytes, 1 << 30);
	assert_int_equal(p.compile.limits.processes, 128);
	assert_int_equal(p.compile.limits.file_bytes, 128 << 20);
	assert_int_equal(p.compile.limits.output_bytes, 64 << 10);
	assert_string_equal(p.run.class, "native");
	assert_int_equal(p.run.limits.processes, 9);
	assert_true(p.time_factor > 1.499 && p.time_factor < 1.501);
	assert_int_equal(p.time_extra_ns, 100 * NS_PER_MS);
	assert_int_equal(p.memory_extra_bytes, 16 << 20);
	assert_int_equal(p.reason_count, 2);
	assert_int_equal(p.reasons[0].verdict, VERDICT_MLE);
	assert_string_equal(p.reasons[1].text, "deep");
	assert_int_equal(p.reasons[1].verdict, VERDICT_NONE);
	assert_string_equal(p.reasons[1].words, "too deep");
}

static void the_same_file_gives_the_same_bytes(void **state)
{
	struct profile one, other;

	memset(&one, 1, sizeof one);
	memset(&other, 2, sizeof other);
	write_file(*state, "x.yaml", LEAST);
	load(*state, "x", &one);
	load(*state, "x", &other);
	assert_memory_equal(&one, &other, sizeof one);
}

static void keys_have_errors_with_a_cure(void **state)
{
	assert_error(*state, LEAST "complie:\n  class: gcc\n",
		     "langs/x.yaml:9:1: unknown key \"complie\"; did you mean \"compile\"?");
	assert_error(*state, LEAST "  tmie: {factor: 2}\n",
		     "langs/x.yaml:9:3: unknown key \"tmie\"; did you mean \"time\"?");
	assert_error(*state, LEAST "  limits: {cpus: 2s}\n",
		     "langs/x.yaml:9:12: unknown key \"cpus\"; did you mean \"cpu\"?");
	assert_error(*state, LEAST "name: Y\n",
		     "langs/x.yaml:9:1: duplicate key \"name\", already on line 1; remove one");
	assert_error(*state, "name: X\n", "langs/x.yaml:1:1: missing key \"extensions\"");
	assert_error(*state, LEAST "compile:\n  class: gcc\n",
		     "langs/x.yaml:10:3: compile: missing key \"command\"");
	assert_error(*state, "extensions: [.x]\n", "langs/x.yaml:1:1: missing key \"name\"");
}

static void values_have_errors_with_a_cure(void **state)
{
	assert_error(*state, LEAST "  limits: {cpu: 10}\n",
		     "langs/x.yaml:9:17: cpu: \"10\" has no unit; write 10s or 10ms");
	assert_error(*state, LEAST "  limits: {memory: 1GB}\n",
		     "langs/x.yaml:9:20: memory: \"1GB\" has no known unit; did you mean \"1GiB\"?");
	assert_error(*state, LEAST "  time: {factor: 0}\n",
		     "langs/x.yaml:9:18: factor: must be more than 0; 1 leaves limits alone");
	assert_error(*state, LEAST "  environment: [A=1, 2B=1]\n",
		     "langs/x.yaml:9:22: environment: \"2B=1\" is not of the form NAME=value");
	assert_error(*state, LEAST "reasons: [{stderr: a, verdict: TLE}]\n",
		     "langs/x.yaml:9:32: verdict: unknown value \"TLE\"; did you mean \"MLE\"?");
	assert_error(*state, LEAST "reasons: [{stderr: a}]\n",
		     "langs/x.yaml:9:11: reasons: this entry changes nothing; add \"verdict\" or "
		     "\"words\"");
	assert_error(*state, LEAST "reasons: [a]\n",
		     "langs/x.yaml:9:11: reasons: expected a mapping, not text");
}

static void hostile_syntax_has_errors_with_a_cure(void **state)
{
	assert_error(*state, LEAST "reasons: &r [*r]\n",
		     "langs/x.yaml:9:10: anchors (&name) are not supported; remove it");
	assert_error(*state, LEAST "reasons: *r\n",
		     "langs/x.yaml:9:10: aliases (*name) are not supported; write the value again");
	assert_error(*state, LEAST "\ttime: {factor: 1}\n",
		     "langs/x.yaml:9:1: a tab cannot indent; indent with spaces");
	assert_error(*state, "",
		     "langs/x.yaml:1:1: empty file: expected a mapping with keys name, extends, "
		     "family, preferred, extensions, version, package, source, compile, run, "
		     "reasons, test");
}

static void a_class_must_exist(void **state)
{
	assert_error(*state, "name: X\nrun:\n  class: natvie\n",
		     "langs/x.yaml:3:10: class: unknown class \"natvie\"; did you mean \"native\"?");
	assert_error(*state, "name: X\ncompile: {class: fortran}\n",
		     "langs/x.yaml:2:18: class: unknown class \"fortran\"; one of: native, "
		     "native-dynamic, python, java, gcc, validator");
}

static void templates_are_checked_when_loaded(void **state)
{
	assert_error(*state, "name: X\nrun:\n  command: [a, '{binray}']\n",
		     "langs/x.yaml:3:16: command: unknown placeholder {binray}; did you mean "
		     "{binary}?");
	assert_error(*state, "name: X\nrun:\n  command:\n    - '{sources}'\n",
		     "langs/x.yaml:4:7: command: {sources} has no value in the command of \"run\"; "
		     "remove it");
	assert_error(*state, "name: X\ncompile:\n  command: [\"-o{binary\"]\n",
		     "langs/x.yaml:3:13: command: \"-o{binary\" has a { without its partner; write "
		     "{{ for a plain one");
}

static void extensions_and_names_are_checked(void **state)
{
	assert_error(*state, "name: X\nextensions: [.x, y]\n",
		     "langs/x.yaml:2:18: extensions: write \"y\" with its dot");
	assert_error(*state, "name: X\nextensions: [.x, .hpp]\n",
		     "langs/x.yaml:2:18: extensions: \".hpp\" is that of headers, which are not "
		     "compiled; remove it");
	assert_error(*state, "name: X\nextensions: [.tar.gz]\n",
		     "langs/x.yaml:2:14: extensions: \".tar.gz\" is not a dot and then letters, "
		     "digits and _-+");
	assert_error(*state, "name: X\nextends: base\nsource: main.y\n",
		     "langs/x.yaml:2:10: extends: there is no langs/base.yaml");
	write_file(*state, "base.yaml", LEAST);
	assert_error(*state, "name: X\nextends: base\nsource: main.y\n",
		     "langs/x.yaml:3:9: source: \"main.y\" has none of the extensions");
	assert_error(*state, "name: X\nextends: base\nsource: a/main.x\n",
		     "langs/x.yaml:3:9: source: \"a/main.x\" has a directory");
	assert_error(*state, "name: X\nextends: base\ntest: gone.x\n",
		     "langs/x.yaml:3:7: test: cannot read langs/gone.x: No such file or directory");
}

/* ---- Inheritance -------------------------------------------------------------------------- */

static void a_profile_inherits_key_by_key(void **state)
{
	struct profile profile;

	write_file(*state, "base.yaml", LEAST "  time: {factor: 2, extra: 1s}\npreferred: true\n");
	write_file(*state, "x.yaml", "name: Y\nextends: base\nextensions: [.x, .y]\n"
		   "run:\n  command: [new]\n  time: {extra: 3s}\n");
	load(*state, "x", &profile);
	assert_string_equal(profile.name, "Y");
	assert_string_equal(profile.family, "x");
	assert_memory_equal(profile.extensions, ".x\0.y\0", 7);
	assert_string_equal(profile.run.class, "native");
	assert_memory_equal(profile.run.command, "new\0", 5);
	assert_true(profile.time_factor > 1.999);
	assert_int_equal(profile.time_extra_ns, 3 * NS_PER_S);
	/* Not of the base alone, but of the one that says so. */
	assert_false(profile.preferred);
}

static void an_error_in_a_base_is_shown_in_its_file(void **state)
{
	write_file(*state, "base.yaml", LEAST "zzz: 1\n");
	write_file(*state, "x.yaml", "name: Y\nextends: base\n");
	assert_fails(*state, "x", "langs/base.yaml:9:1: unknown key \"zzz\"; known keys: name, "
		     "extends, family, preferred, extensions, version, package, source, compile, "
		     "run, reasons, test");
}

static void a_missing_base_is_shown_where_it_is_named(void **state)
{
	write_file(*state, "cpp17.yaml", LEAST);
	assert_error(*state, "name: X\nextends: cpp71\n",
		     "langs/x.yaml:2:10: extends: there is no langs/cpp71.yaml; did you mean "
		     "\"cpp17\"?");
	assert_error(*state, "name: X\nextends: ../../etc/passwd\n",
		     "langs/x.yaml:2:10: extends: \"../../etc/passwd\" has a character other than "
		     "letters, digits and _+-");
	assert_error(*state, "name: X\nextends: [a, b]\n",
		     "langs/x.yaml:2:10: extends: expected text, not a list");
}

static void a_circle_is_an_error(void **state)
{
	write_file(*state, "y.yaml", "name: Y\nextends: x\n");
	assert_error(*state, "name: X\nextends: y\n",
		     "langs/y.yaml:2:10: extends: a circle, because \"x\" extends \"y\" in the end");
	assert_error(*state, "name: X\nextends: x\n",
		     "langs/x.yaml:2:10: extends: a circle, because \"x\" extends \"x\" in the end");
}

static void a_chain_has_an_end(void **state)
{
	struct profile profile;
	char file[32], text[64];

	write_file(*state, "n0.yaml", LEAST);
	for (int i = 1; i < 9; i++) {
		snprintf(file, sizeof file, "n%d.yaml", i);
		snprintf(text, sizeof text, "name: N\nextends: n%d\n", i - 1);
		write_file(*state, file, text);
	}
	load(*state, "n7", &profile);
	assert_fails(*state, "n8", "langs/n1.yaml:2:10: extends: a chain of more than 8 files");
}

static void what_is_no_file_is_refused(void **state)
{
	const struct place *place = *state;

	assert_fails(place, "gone", "cannot read langs/gone.yaml: No such file or directory");
	assert_int_equal(mkdirat(place->source.fd, "d.yaml", 0700), 0);
	assert_fails(place, "d", "langs/d.yaml is not a regular file");
	assert_int_equal(mkfifoat(place->source.fd, "f.yaml", 0600), 0);
	assert_fails(place, "f", "langs/f.yaml is not a regular file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(the_least_profile_has_defaults),
		IN_PLACE(every_key_is_loaded),
		IN_PLACE(the_same_file_gives_the_same_bytes),
		IN_PLACE(keys_have_errors_with_a_cure),
		IN_PLACE(values_have_errors_with_a_cure),
		IN_PLACE(hostile_syntax_has_errors_with_a_cure),
		IN_PLACE(a_class_must_exist),
		IN_PLACE(templates_are_checked_when_loaded),
		IN_PLACE(extensions_and_names_are_checked),
		IN_PLACE(a_profile_inherits_key_by_key),
		IN_PLACE(an_error_in_a_base_is_shown_in_its_file),
		IN_PLACE(a_missing_base_is_shown_where_it_is_named),
		IN_PLACE(a_circle_is_an_error),
		IN_PLACE(a_chain_has_an_end),
		IN_PLACE(what_is_no_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

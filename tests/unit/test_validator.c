#include "pipeline/validator.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* How a validator's run ended without saying anything, and whose fault that is. */
static void who_is_at_fault_when_a_validator_says_nothing(void **state)
{
	static const struct {
		struct box_result run;
		enum error_kind kind;
		const char *message;
	} rows[] = {
		{ { .signal = SIGSEGV }, ERROR_USAGE, "output validator check: crashed" },
		{ { .stopped_by = BOX_STOPPED_CPU, .signal = SIGKILL }, ERROR_USAGE,
		  "output validator check: did not end in its time" },
		{ { .stopped_by = BOX_STOPPED_IDLE, .signal = SIGKILL }, ERROR_USAGE,
		  "output validator check: did not end in its time" },
		{ { .stopped_by = BOX_STOPPED_STARVED, .signal = SIGKILL, .cpu_ns = 1000000000,
		    .wall_ns = 241000000000 }, ERROR_SYSTEM,
		  "host overloaded: output validator check waited for a processor for 240.000 s" },
	};
	static struct validator_call call = { .role = "output validator", .name = "check" };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct check_result result;
		struct error err;

		assert_int_equal(validator_call_conclude(&call, &rows[i].run, NULL, &result, &err),
				 -1);
		assert_int_equal(err.kind, rows[i].kind);
		assert_string_equal(err.message, rows[i].message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_at_fault_when_a_validator_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

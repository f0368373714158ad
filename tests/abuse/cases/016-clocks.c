/*
 * Sets the clock, and its rate: refused. Wall time would not care: it is CLOCK_MONOTONIC.
 *
 * @verdict AC
 * @layout
 */
#include "attack.h"

#include <sys/time.h>
#include <sys/timex.h>

int main(void)
{
	struct timespec back = { 1000, 0 };
	struct timeval back_too = { 1000, 0 };
	struct timex rate = { .modes = ADJ_TICK | ADJ_FREQUENCY, .tick = 11000 },
		     step = { .modes = ADJ_SETOFFSET, .time = { -1000, 0 } };
	time_t before = time(NULL);

	refuse(clock_settime(CLOCK_REALTIME, &back), EPERM);
	refuse(call(clock_settime, CLOCK_MONOTONIC, &back), EPERM, EINVAL);
	refuse(settimeofday(&back_too, NULL), EPERM);
	refuse(adjtimex(&rate), EPERM);
	refuse(clock_adjtime(CLOCK_REALTIME, &step), EPERM);
	must(time(NULL) - before < 5, "the clock has moved");
	return finish();
}

/*
 * Another personality: readable memory that is executable, no randomised addresses, another
 * name of the kernel's version.
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/mman.h>
#include <sys/personality.h>

static const unsigned long wanted[] = {
	READ_IMPLIES_EXEC, ADDR_NO_RANDOMIZE, MMAP_PAGE_ZERO, ADDR_COMPAT_LAYOUT, ADDR_LIMIT_3GB,
	UNAME26, STICKY_TIMEOUTS, SHORT_INODE, WHOLE_SECONDS, FDPIC_FUNCPTRS, PER_LINUX32,
	PER_SVR4, 0xffffffff, 0,
};

int main(void)
{
	for (size_t i = 0; i < COUNT(wanted); i++)
		refuse(call(personality, wanted[i]), EPERM);
	refuse((long)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
	       EPERM);
	return finish();
}

/*
 * Code that a program makes while it runs, in memory that is writable and executable: its system
 * calls meet the same filter.
 *
 * @verdict RTE
 * @reason system call unshare(
 */
#include "attack.h"

#include <sys/mman.h>

int main(void)
{
	/* mov eax, 272 (unshare); mov edi, 0x10000000; syscall; ret */
	static const unsigned char code[] = {
		0xb8, 0x10, 0x01, 0, 0, 0xbf, 0, 0, 0, 0x10, 0x0f, 0x05, 0xc3,
	};
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int (*function)(void);

	must(page != MAP_FAILED, "no executable memory");
	memcpy(page, code, sizeof code);
	memcpy(&function, &page, sizeof function);
	came_through("unshare from made code returned %d", function());
	return finish();
}

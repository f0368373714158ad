/*
 * What the network namespace holds: one interface, no address, no route, no socket of anybody's.
 *
 * @verdict AC
 */
#include "attack.h"

static const struct {
	const char *path;
	int lines;		/* of heading, and of what every network namespace has */
} lists[] = {
	{ "/proc/self/net/dev", 3 },
	{ "/proc/self/net/route", 1 },
	{ "/proc/self/net/arp", 1 },
	{ "/proc/self/net/tcp", 1 },
	{ "/proc/self/net/tcp6", 1 },
	{ "/proc/self/net/udp", 1 },
	{ "/proc/self/net/raw", 1 },
	{ "/proc/self/net/unix", 1 },
	{ "/proc/self/net/packet", 1 },
	{ "/proc/self/net/if_inet6", 0 },
	{ "/proc/self/net/wireless", 2 },
};

int main(void)
{
	char line[512];

	for (size_t i = 0; i < COUNT(lists); i++) {
		FILE *list = fopen(lists[i].path, "re");

		for (int n = 0; list && fgets(line, sizeof line, list); n++)
			must(n < lists[i].lines, "%s: %s", lists[i].path, line);
		if (list)
			fclose(list);
	}
	return finish();
}

/*
 * Descriptors of the compiler's, one by one: none but its own standard ones and its source.
 * @verdict CE
 * @message-lacks root:
 * @message-lacks held
 */
#include "/proc/self/fd/0"
#if __has_include("/proc/self/fd/5") || __has_include("/proc/self/fd/6") || \
	__has_include("/proc/self/fd/7") || __has_include("/proc/self/fd/8") || \
	__has_include("/proc/1/fd/3") || __has_include("/proc/1/fd/4")
#include <stdio.h>
int main(void)
{
	puts("there is one");
}
#else
#error there is none
#endif

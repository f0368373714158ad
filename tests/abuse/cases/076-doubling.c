/*
 * 2^26 includes, within every limit of depth.
 * @verdict CE
 * @reason compiling took more than
 * @compile-time 1s
 * @run-time 20000
 */
#if __INCLUDE_LEVEL__ < 26
#include __FILE__
#include __FILE__
#endif
#if __INCLUDE_LEVEL__ == 0
int main(void)
{
	return 0;
}
#endif

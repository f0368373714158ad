/*
 * Diagnostics until something ends it.
 * @verdict CE
 * @compile-time 2s
 * @run-time 40000
 */
#if __INCLUDE_LEVEL__ < 30
#warning aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
#include __FILE__
#include __FILE__
#endif
#if __INCLUDE_LEVEL__ == 0
int main(void)
{
	return 0;
}
#endif

/*
 * Megabytes of diagnostics, of which only the beginning is kept.
 * @verdict CE
 * @message that is all
 * @run-time 20000
 */
#if __INCLUDE_LEVEL__ == 0
#error that is all
#endif
#if __INCLUDE_LEVEL__ < 12
#warning aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
#include __FILE__
#include __FILE__
#endif

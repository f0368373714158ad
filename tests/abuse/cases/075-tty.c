/*
 * A header that waits at the terminal of whoever started the judge: there is none.
 * @verdict CE
 * @reason No such file or directory
 * @run-time 10000
 */
#include "/dev/tty"

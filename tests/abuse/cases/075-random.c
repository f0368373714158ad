/*
 * A header that never ends, with a byte of everything.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 20000
 */
#include "/dev/random"

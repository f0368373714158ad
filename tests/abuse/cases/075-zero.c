/*
 * A header that never ends, with one byte only.
 * @verdict CE
 * @reason compiling took more than
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 20000
 */
#include "/dev/zero"

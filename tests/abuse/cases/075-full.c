/*
 * The other devices that a box has, and its working directory.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 20000
 */
#include "/dev/null"
#include "/work"
#include "/dev/full"

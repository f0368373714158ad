/*
 * A header that waits for somebody to type: it is empty, so that main is what is missing.
 * @verdict CE
 * @message undefined reference
 * @run-time 10000
 */
#include "/dev/stdin"

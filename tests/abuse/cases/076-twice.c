/*
 * A file that includes itself twice.
 * @verdict CE
 * @compile-time 2s
 * @run-time 20000
 */
#include __FILE__
#include __FILE__

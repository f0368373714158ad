/*
 * 17 bytes of source, 16 GiB of program.
 * @verdict CE
 * @run-time 40000
 */
main[-1u]={1};

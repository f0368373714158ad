/*
 * A source includes the environment of whoever started the compiler.
 * @verdict CE
 * @reason No such file or directory
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include "/proc/1/environ"

/*
 * A source includes what lies behind the root of another process.
 * @verdict CE
 * @reason No such file or directory
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include "/proc/1/root/etc/shadow"

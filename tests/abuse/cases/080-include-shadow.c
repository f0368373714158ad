/*
 * A source includes the host's password hashes.
 * @verdict CE
 * @reason No such file or directory
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include "/etc/shadow"

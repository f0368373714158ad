/*
 * A source includes what lies above its directory.
 * @verdict CE
 * @reason No such file or directory
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include "../../../../../../etc/shadow"

/*
 * A source includes the answer, where a package has it.
 * @verdict CE
 * @reason No such file or directory
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include "/work/data/secret/go.ans"

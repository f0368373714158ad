/*
 * Options in a source: a plugin, another output, a dump. None of them is one there.
 * @verdict AC CE
 * @message-lacks came through
 */
#pragma GCC optimize("-fplugin=/work/evil.so", "fplugin=/work/evil.so")
#pragma GCC optimize("-o/work/other", "-fdump-tree-all=/work/dump", "-wrapper /usr/bin/as")
#include <stdio.h>

int main(void)
{
	puts("held");
	return 0;
}

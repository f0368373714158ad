/*
 * The text of a lack of memory, far from the limit, sets words but makes no MLE.
 * @verdict RTE
 * @reason std::bad_alloc
 */
#include <cstdio>

int main()
{
	std::fputs("terminate called after throwing an instance of 'std::bad_alloc'\n", stderr);
	return 1;
}

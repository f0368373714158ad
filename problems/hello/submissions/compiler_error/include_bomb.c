/* Includes itself twice, without end: the compiler's own depth limit answers. */
#include __FILE__
#include __FILE__

int main(void)
{
	return 0;
}

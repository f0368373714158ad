/* No recursion: an empty box counts once for every doubling around it. */
#include <stdio.h>

enum { PRIME = 1000000007, MAX = 300000 };

int main(void)
{
	static long long doubled[MAX + 1] = { 1 };
	long long weight = 0;
	int depth = 0, last = 0, c;

	for (int i = 1; i <= MAX; i++)
		doubled[i] = doubled[i - 1] * 2 % PRIME;
	for (; (c = getchar()) == '(' || c == ')'; last = c) {
		depth += c == '(' ? 1 : -1;
		if (c == ')' && last == '(')
			weight = (weight + doubled[depth]) % PRIME;
	}
	printf("%lld\n", weight);
	return 0;
}

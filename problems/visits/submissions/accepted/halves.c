#include <stdio.h>

int main(void)
{
	int n, note, half, lit, answer;

	if (scanf("%d%d", &n, &note) != 2)
		return 1;
	half = (n + 1) / 2;
	lit = note < 0 ? 0 : note;
	for (int i = note < 0 ? 1 : half + 1; i <= (note < 0 ? half : n); i++) {
		printf("? %d\n", i);
		fflush(stdout);
		if (scanf("%d", &answer) != 1)
			return 1;
		lit += answer;
	}
	printf("! %d\n", lit);
	return 0;
}

/* Waits, busily, for a free task that a cycle never has. */
#include <stdbool.h>
#include <stdio.h>

enum { MAX_TASKS = 500, MAX_PAIRS = 2000 };

static volatile bool used[MAX_TASKS + 1];
static int a[MAX_PAIRS], b[MAX_PAIRS];

int main(void)
{
	int n, m, done = 0;

	if (scanf("%d %d", &n, &m) != 2)
		return 1;
	for (int i = 0; i < m; i++)
		if (scanf("%d %d", &a[i], &b[i]) != 2)
			return 1;
	for (int task = 1; done < n; task = task % n + 1) {
		bool is_free = !used[task];

		for (int i = 0; i < m; i++)
			is_free = is_free && (b[i] != task || used[a[i]]);
		if (is_free) {
			used[task] = true;
			printf("%d\n", task);
			done++;
		}
	}
	return 0;
}

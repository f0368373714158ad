/*
 * A macro that is ten to the power of nine times as long as it looks.
 * @verdict CE
 * @reason compiling took more than
 * @compile-time 1s
 * @compile-memory 256MiB
 * @run-time 20000
 */
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
#define C(x) B(B(B(x)))

int main(void)
{
	C(;)
	return 0;
}

/*
 * A constant that takes for ever: small loops, so that the limit of each is kept.
 * @verdict CE
 * @compile-time 1s
 * @compile-memory 256MiB
 * @run-time 20000
 */
constexpr unsigned burn(unsigned seed)
{
	for (int i = 0; i < 200000; i++)
		seed = seed * 1103515245u + 12345u;
	return seed;
}

template <unsigned n> constexpr unsigned chain = burn(chain<n - 1>);
template <> constexpr unsigned chain<0> = 1;

static_assert(chain<800> != 0);

int main()
{
}

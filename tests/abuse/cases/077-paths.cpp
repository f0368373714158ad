/*
 * A condition that is asked three times at each of 200 levels, each time of another type.
 * @verdict CE
 * @compile-time 1s
 * @compile-memory 256MiB
 * @run-time 20000
 */
template <int n, typename T> constexpr bool walks()
{
	if constexpr (n == 0)
		return sizeof(T) > 0;
	else
		return walks<n - 1, T *>() && walks<n - 1, T **>() && walks<n - 1, T const *>();
}

static_assert(walks<200, int>());

int main()
{
}

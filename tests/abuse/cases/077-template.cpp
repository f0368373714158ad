/*
 * Templates that double at each level.
 * @verdict CE
 * @reason compiling took more than
 * @compile-time 1s
 * @compile-memory 256MiB
 * @run-time 20000
 */
template <int level, int path> struct tree {
	enum { value = tree<level - 1, 2 * path>::value + tree<level - 1, 2 * path + 1>::value };
};

template <int path> struct tree<0, path> {
	enum { value = 1 };
};

int main()
{
	return tree<30, 0>::value != 0;
}

/*
 * Templates without an end.
 * @verdict CE
 * @compile-time 1s
 * @run-time 20000
 */
template <typename T> struct deep {
	using type = typename deep<deep<T>>::type;
};

deep<int>::type value;

int main()
{
}

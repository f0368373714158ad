/*
 * One diagnostic, of a name that is a megabyte long.
 * @verdict CE
 * @run-time 20000
 */
template <typename... T> struct list {};
template <typename T> using ten = list<T, T, T, T, T, T, T, T, T, T>;

ten<ten<ten<ten<ten<int>>>>> value = 1;

int main()
{
}

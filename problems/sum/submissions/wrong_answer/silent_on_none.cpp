// No output at all where there is nothing to add.
#include <iostream>

int main()
{
	long long n, a, sum = 0;

	std::cin >> n;
	if (n == 0)
		return 0;
	while (std::cin >> a)
		sum += a;
	std::cout << sum << '\n';
}

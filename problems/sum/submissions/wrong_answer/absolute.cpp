// Drops the sign.
#include <cstdlib>
#include <iostream>

int main()
{
	long long n, a, sum = 0;

	std::cin >> n;
	while (std::cin >> a)
		sum += std::llabs(a);
	std::cout << sum << '\n';
}

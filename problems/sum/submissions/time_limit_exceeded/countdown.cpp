// Counts up to each number in steps of one, and never arrives at a negative one.
#include <iostream>

int main()
{
	long long n, a, sum = 0;

	std::cin >> n;
	while (std::cin >> a) {
		volatile unsigned long long steps = 0;

		while (steps != static_cast<unsigned long long>(a))
			steps = steps + 1;
		sum += a;
	}
	std::cout << sum << '\n';
}

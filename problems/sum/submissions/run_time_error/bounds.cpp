// std::out_of_range in the fourth group.
#include <array>
#include <iostream>

int main()
{
	std::array<long long, 1000> numbers{};
	long long sum = 0;
	int n;

	std::cin >> n;
	for (int i = 0; i < n; i++)
		std::cin >> numbers.at(i);
	for (long long a : numbers)
		sum += a;
	std::cout << sum << '\n';
}

#include <cstdint>
#include <iostream>
#include <iterator>
#include <numeric>

int main()
{
	int n;

	std::cin >> n;
	std::cout << std::accumulate(std::istream_iterator<std::int64_t>(std::cin), {},
				     std::int64_t{0}) << '\n';
}

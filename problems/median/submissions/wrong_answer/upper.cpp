// The larger of two medians.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <vector>

int main()
{
	std::uint32_t n, x, a, c;

	std::cin >> n >> x >> a >> c;
	std::vector<std::uint32_t> terms(n);
	for (std::uint32_t &term : terms) {
		term = x;
		x = a * x + c;
	}
	auto middle = terms.begin() + n / 2;
	std::nth_element(terms.begin(), middle, terms.end());
	std::cout << *middle << '\n';
}

// @EXPECTED_RESULTS@: MEMORY-LIMIT
//
// A table of all numbers up to the first, as far as there is memory: enough for small ones.
#include <cstdint>
#include <iostream>
#include <numeric>
#include <vector>

int main()
{
	std::uint64_t a, b;
	std::vector<std::vector<std::uint64_t>> table;

	std::cin >> a >> b;
	for (std::uint64_t from = 0; from < a; from += 1 << 16) {
		table.emplace_back(1 << 16);
		std::iota(table.back().begin(), table.back().end(), from);
	}
	std::cout << std::gcd(a, b) << '\n';
}

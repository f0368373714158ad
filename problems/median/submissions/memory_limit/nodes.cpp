// A node of a linked list for each term: eight times its size.
#include <cstdint>
#include <iostream>
#include <iterator>
#include <list>

int main()
{
	std::uint32_t n, x, a, c;
	std::list<std::uint32_t> terms;

	std::cin >> n >> x >> a >> c;
	for (std::uint32_t i = 0; i < n; i++, x = a * x + c)
		terms.push_back(x);
	terms.sort();
	std::cout << *std::next(terms.begin(), (n - 1) / 2) << '\n';
}

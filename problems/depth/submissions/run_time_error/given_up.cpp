// Refuses to go deeper than 1000 boxes.
#include <cstdlib>
#include <iostream>

static long long row(int depth)
{
	long long weight = 0;

	if (depth > 1000)
		std::exit(EXIT_FAILURE);
	while (std::cin.get() == '(') {
		bool empty = std::cin.peek() == ')';

		weight = (weight + empty + 2 * row(depth + 1)) % 1'000'000'007;
	}
	return weight;
}

int main()
{
	std::cout << row(0) << '\n';
}

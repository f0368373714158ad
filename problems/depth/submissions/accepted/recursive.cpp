#include <functional>
#include <iostream>
#include <string>

int main()
{
	const long long prime = 1'000'000'007;
	std::string text;
	std::size_t at = 0;

	std::cin >> text;
	std::function<long long()> row = [&] {
		long long weight = 0;

		while (at < text.size() && text[at++] == '(') {
			bool empty = text[at] == ')';
			long long inside = row();

			weight = (weight + (empty ? 1 : 2 * inside)) % prime;
		}
		return weight;
	};
	std::cout << row() << '\n';
}

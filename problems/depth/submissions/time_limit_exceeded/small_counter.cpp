// Doubles with a counter of one byte, which never reaches a depth of 256.
#include <iostream>
#include <string>

int main()
{
	const long long prime = 1'000'000'007;
	std::string text;
	long long weight = 0;
	int depth = 0;

	std::cin >> text;
	for (std::size_t i = 0; i < text.size(); i++) {
		if (text[i] == ')') {
			depth--;
		} else if (text[i + 1] == ')') {
			long long box = 1;

			for (unsigned char level = 0; level < depth; level++)
				box = box * 2 % prime;
			weight = (weight + box) % prime;
			depth++;
		} else {
			depth++;
		}
	}
	std::cout << weight << '\n';
}

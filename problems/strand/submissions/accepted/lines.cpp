// Line by line, by streams.
#include <iostream>
#include <string>
#include <vector>

static char partner(char base)
{
	switch (base) {
	case 'A': return 'T';
	case 'C': return 'G';
	case 'G': return 'C';
	default: return 'A';
	}
}

int main()
{
	std::ios::sync_with_stdio(false);
	std::cin.tie(nullptr);

	int n;
	std::cin >> n;
	std::vector<std::string> lines(n);
	for (std::string &line : lines)
		std::cin >> line;
	for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
		std::string other(line->rbegin(), line->rend());

		for (char &base : other)
			base = partner(base);
		std::cout << other << '\n';
	}
}

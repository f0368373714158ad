#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main(int argc, char **argv)
{
	std::ifstream books("books.txt");
	std::vector<std::string> titles;
	std::string shelf, title;

	while (books >> shelf && std::getline(books.ignore(), title))
		if (shelf == argv[1])
			titles.push_back(title);
	if (argc > 2)
		std::reverse(titles.begin(), titles.end());
	for (const std::string &each : titles)
		std::cout << each << "\n";
}

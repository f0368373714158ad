// One word more at the end where there are many: 50 million right bytes, and then "A".
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

int main()
{
	std::string text(std::size_t{64} << 20, '\0'), out;
	text.resize(std::fread(text.data(), 1, text.size(), stdin));
	out.reserve(text.size());

	std::size_t start = text.find('\n') + 1;
	for (std::size_t i = text.size() - 1; i-- > start;)
		switch (text[i]) {
		case 'A': out += 'T'; break;
		case 'C': out += 'G'; break;
		case 'G': out += 'C'; break;
		case 'T': out += 'A'; break;
		default: out += '\n';
		}
	if (out.size() > 1000)
		out += "\nA";
	std::cout << out << '\n';
}

// The same in C++, by iostream.
#include <iostream>
#include <string>

int main()
{
	std::string line(1024, '\n');
	int a, b;

	if (!(std::cin >> a >> b))
		return 1;
	for (int i = 0; i < 1023; i++)
		line[i] = static_cast<char>('a' + (a + b + i) % 26);
	std::cout << line;
	return std::cout ? 0 : 1;
}

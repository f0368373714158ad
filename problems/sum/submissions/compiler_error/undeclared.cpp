// The name of the total is misspelt once.
#include <iostream>

int main()
{
	long long a, total = 0;

	while (std::cin >> a)
		totl += a;
	std::cout << total << '\n';
}

#include <iostream>

int main()
{
	long long n, mark, sum = 0;

	std::cin >> n;
	while (std::cin >> mark)
		sum += mark;
	std::cout << sum << "\n";
}

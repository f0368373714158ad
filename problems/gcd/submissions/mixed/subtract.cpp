// @EXPECTED_RESULTS@: TIMELIMIT
//
// Takes the smaller from the larger until they are equal; takes 0 away without end.
#include <iostream>

int main()
{
	volatile long long a, b;
	long long first, second;

	std::cin >> first >> second;
	a = first;
	b = second;
	while (a != b)
		if (a > b)
			a = a - b;
		else
			b = b - a;
	std::cout << a << '\n';
}

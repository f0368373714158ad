// Not a number: no tolerance is wide enough for it.
#include <cmath>
#include <iostream>

int main()
{
	std::cout << std::nan("") << '\n';
}

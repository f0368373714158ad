#include <iostream>

int main()
{
	std::cout << "Hello, Assize!\n";
}

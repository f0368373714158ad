// A number is no string.
#include <string>

int main()
{
	std::string name = 17 + std::string("a") * 2;
}

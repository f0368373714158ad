// An exception that nobody catches: SIGABRT.
#include <stdexcept>

int main()
{
	throw std::runtime_error("nobody to greet");
}

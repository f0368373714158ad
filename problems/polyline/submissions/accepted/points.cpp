#include <complex>
#include <iomanip>
#include <iostream>

int main()
{
	int n;
	double x, y, length = 0;

	std::cin >> n >> x >> y;
	for (std::complex<double> here(x, y); std::cin >> x >> y; here = {x, y})
		length += std::abs(std::complex<double>(x, y) - here);
	std::cout << std::setprecision(15) << length << '\n';
}

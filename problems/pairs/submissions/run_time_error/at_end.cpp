// The right answer, written out; SIGABRT after it.
#include <cstdlib>
#include <iostream>
#include <vector>

int main()
{
	long long n, total;

	std::cin >> n >> total;
	std::vector<long long> a(n);
	for (long long &x : a)
		std::cin >> x;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++)
			if (a[i] + a[j] == total) {
				std::cout << j + 1 << ' ' << i + 1 << std::endl;
				std::abort();
			}
	std::cout << "none\n";
}

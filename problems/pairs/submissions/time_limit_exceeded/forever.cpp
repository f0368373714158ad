// Prints the right answer, and then does not end.
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
				for (volatile bool forever = true; forever;)
					continue;
			}
	std::cout << "none\n";
}

// Prints the two numbers instead of where they are.
#include <iostream>
#include <set>

int main()
{
	std::multiset<long long> seen;
	long long n, total, a;

	std::cin >> n >> total;
	while (std::cin >> a) {
		if (seen.count(total - a)) {
			std::cout << total - a << ' ' << a << '\n';
			return 0;
		}
		seen.insert(a);
	}
	std::cout << "none\n";
}

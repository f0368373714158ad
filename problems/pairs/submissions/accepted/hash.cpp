#include <iostream>
#include <unordered_map>

int main()
{
	std::unordered_map<long long, int> position;
	long long n, total, a;

	std::cin >> n >> total;
	for (int i = 1; std::cin >> a; i++) {
		auto partner = position.find(total - a);

		if (partner != position.end()) {
			std::cout << partner->second << ' ' << i << '\n';
			return 0;
		}
		position[a] = i;
	}
	std::cout << "none\n";
}

// Right but for words after a cycle.
#include <iostream>
#include <vector>

int main()
{
	int n, m, done = 0;

	std::cin >> n >> m;
	std::vector<int> a(m), b(m), order;
	std::vector<bool> used(n + 1);
	for (int i = 0; i < m; i++)
		std::cin >> a[i] >> b[i];
	for (bool found = true; found;) {
		found = false;
		for (int task = 1; task <= n && !found; task++) {
			bool free = !used[task];

			for (int i = 0; i < m; i++)
				free = free && (b[i] != task || used[a[i]]);
			if (free) {
				used[task] = found = true;
				order.push_back(task);
				done++;
			}
		}
	}
	if (done < n) {
		std::cout << "cycle of " << n - done << " tasks\n";
		return 0;
	}
	for (int task : order)
		std::cout << task << ' ';
	std::cout << '\n';
}

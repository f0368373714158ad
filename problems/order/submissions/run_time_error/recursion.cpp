// Uncaught std::logic_error, by way of a cycle that it does not expect.
#include <iostream>
#include <stdexcept>
#include <vector>

static std::vector<std::vector<int>> before;
static std::vector<int> depth;

static void visit(int task, int steps)
{
	if (steps > static_cast<int>(before.size()))
		throw std::logic_error("this cannot happen");
	if (depth[task])
		return;
	for (int other : before[task])
		visit(other, steps + 1);
	depth[task] = 1;
	std::cout << task << '\n';
}

int main()
{
	int n, m, a, b;

	std::cin >> n >> m;
	before.resize(n + 1);
	depth.resize(n + 1);
	while (std::cin >> a >> b)
		before[b].push_back(a);
	for (int task = 1; task <= n; task++)
		visit(task, 0);
}

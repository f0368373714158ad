#include <algorithm>
#include <iostream>
#include <vector>

enum class state { unseen, open, done };

struct graph {
	std::vector<std::vector<int>> after;
	std::vector<state> states;
	std::vector<int> finished;

	bool visit(int task)
	{
		if (states[task] != state::unseen)
			return states[task] == state::done;
		states[task] = state::open;
		for (int other : after[task])
			if (!visit(other))
				return false;
		states[task] = state::done;
		finished.push_back(task);
		return true;
	}
};

int main()
{
	int n, m, a, b;

	std::cin >> n >> m;
	graph g{std::vector<std::vector<int>>(n + 1), std::vector<state>(n + 1), {}};
	while (std::cin >> a >> b)
		g.after[a].push_back(b);
	for (int task = 1; task <= n; task++)
		if (!g.visit(task)) {
			std::cout << "cycle\n";
			return 0;
		}
	std::reverse(g.finished.begin(), g.finished.end());
	for (int task : g.finished)
		std::cout << task << '\n';
}

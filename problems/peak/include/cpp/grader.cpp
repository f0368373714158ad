// Compiled with every submission: reads the walk, asks the function, writes its answer.
#include "peak.h"

#include <iostream>
#include <vector>

int main()
{
	int n;

	if (!(std::cin >> n) || n < 1 || n > MOST)
		return 1;
	std::vector<int> height(n);
	for (int &h : height)
		std::cin >> h;
	std::cout << peak(n, height.data()) << "\n";
	return 0;
}

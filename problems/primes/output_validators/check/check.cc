// An ICPC output validator: in ans feedback/ < output
#include "prime.h"

#include <fstream>
#include <iostream>
#include <string>

static int reject(const char *directory, const std::string &why)
{
	std::ofstream(directory + std::string("judgemessage.txt")) << why << "\n";
	return 43;
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 1;
	std::ifstream in(argv[1]), ans(argv[2]);
	std::string answer, word, more;
	int a, b;

	if (!(in >> a >> b) || !(ans >> answer))
		return 1;
	if (!(std::cin >> word) || std::cin >> more)
		return reject(argv[3], "not one word");
	if (word == "none")
		return answer == "none" ? 42 : reject(argv[3], "there is a prime");
	if (word.empty() || word.size() > 6 ||
	    word.find_first_not_of("0123456789") != std::string::npos)
		return reject(argv[3], "not a number");
	int n = std::stoi(word);
	if (n < a || n > b)
		return reject(argv[3], "not in the range");
	return is_prime(n) ? 42 : reject(argv[3], "not a prime: " + word);
}

/* Ends as soon as all is said: what the submission does then is not its business. */
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

enum { ACCEPT = 42, REJECT = 43, GUESSES = 40 };

[[noreturn]] static void reject(const std::string &feedback, const std::string &why)
{
	std::ofstream(feedback + "judgemessage.txt") << why << "\n";
	std::exit(REJECT);
}

int main(int, char **argv)
{
	std::ifstream in(argv[1]);
	std::string feedback = argv[3];
	long long n, secret, guess;

	in >> n >> secret;
	std::cout << n << std::endl;
	for (int i = 1; i <= GUESSES; i++) {
		if (!(std::cin >> guess))
			reject(feedback, "guess " + std::to_string(i) + " is missing or no number");
		if (guess < 1 || guess > n)
			reject(feedback, "guess " + std::to_string(guess) + " is out of range");
		if (guess == secret) {
			std::cout << "correct" << std::endl;
			return ACCEPT;
		}
		std::cout << (guess > secret ? "lower" : "higher") << std::endl;
	}
	reject(feedback, "not found in " + std::to_string(GUESSES) + " guesses");
}

/*
 * What a validator says to the judge: an exit code, and words for the jury in a file of the
 * feedback directory.
 */
#ifndef FEEDBACK_H
#define FEEDBACK_H

#include <string>

class feedback {
public:
	explicit feedback(std::string directory) : directory(std::move(directory)) {}

	[[noreturn]] void accept() const;
	[[noreturn]] void reject(const std::string &message) const;

	/* The package is at fault, not the submission. */
	[[noreturn]] void fail(const std::string &message) const;

private:
	std::string directory;

	void write(const std::string &message) const;
};

#endif

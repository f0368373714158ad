// A refused system call: programs of contestants have no network to ask for.
#include <sys/socket.h>

int main()
{
	socket(AF_INET, SOCK_STREAM, 0);
}

// Doubles its own text 30 times: ended by the memory or CPU limit of the compile box.
#define TWICE(x) x + x
#define MANY(x) TWICE(TWICE(TWICE(TWICE(TWICE(x)))))

int main()
{
	return MANY(MANY(MANY(MANY(MANY(MANY(1))))));
}

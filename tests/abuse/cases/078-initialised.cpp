/*
 * An initialised array of 1 GiB.
 * @verdict CE
 * @run-time 40000
 */
int many[1 << 28] = {1};

int main(int count, char **)
{
	return many[count];
}

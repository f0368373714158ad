/* Three lines that make an object file of 4 GiB: ended by the file limit of the compile box. */
int numbers[1 << 30] = {1};

int main(void)
{
	return numbers[7];
}

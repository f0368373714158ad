/* Fails before it says anything; the validator's rejection of that comes later. */
int main(void)
{
	return 3;
}

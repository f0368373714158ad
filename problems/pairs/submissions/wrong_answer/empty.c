/* No answer: the validator, not the judge, rejects it. */
int main(void)
{
	return 0;
}

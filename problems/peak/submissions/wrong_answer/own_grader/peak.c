int peak(int n, const int *height)
{
	(void)height;
	return n;
}

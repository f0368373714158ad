#ifdef __cplusplus
extern "C"
#endif
int is_prime(int n);

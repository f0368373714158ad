/*
 * A class, but nothing to start.
 * @verdict CE
 * @reason no class has a method
 */
class Main {
	int main;
}

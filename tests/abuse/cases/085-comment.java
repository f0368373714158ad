/*
 * A source of which nothing is left: javac is content, and there is no class.
 * @verdict CE
 * @reason no class has a method
 */

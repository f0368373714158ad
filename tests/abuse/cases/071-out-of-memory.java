/*
 * The text of a lack of memory, far from the limit, sets words but makes no MLE.
 * @verdict RTE
 * @reason OutOfMemoryError
 */
class Main {
	public static void main(String[] arguments) {
		System.err.println("Exception in thread \"main\" java.lang.OutOfMemoryError: heap");
		System.exit(1);
	}
}

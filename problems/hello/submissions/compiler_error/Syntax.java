/** A closing brace and a type are missing. */
public class Syntax {
	public static void main(String[] args) {
		name = "World";
		System.out.println("Hello, " + name + "!");
	}

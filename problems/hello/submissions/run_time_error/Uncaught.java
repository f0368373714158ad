/** NumberFormatException, and so exit code 1. */
import java.util.Scanner;

public class Uncaught {
	public static void main(String[] args) {
		System.out.println("Hello, " + Integer.parseInt(new Scanner(System.in).next()) + "!");
	}
}

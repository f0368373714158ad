import java.util.Scanner;

public class Main {
	public static void main(String[] args) {
		Desk desk = new Desk("Hello");

		System.out.println(desk.greet(new Scanner(System.in).next()));
	}
}

/** There is no such function. */
public class Undefined {
	public static void main(String[] args) {
		System.out.println(Math.distance(0, 0, 3, 4));
	}
}

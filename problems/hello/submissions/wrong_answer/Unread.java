/** Neither reads nor prints: an end of the input that nobody reads is no error. */
public class Unread {
	public static void main(String[] args) {
	}
}

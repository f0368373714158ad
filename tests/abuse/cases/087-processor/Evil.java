import java.lang.reflect.Field;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;
import sun.misc.Unsafe;

@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
	@Override
	public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
		try {
			Field field = Unsafe.class.getDeclaredField("theUnsafe");
			field.setAccessible(true);
			((Unsafe) field.get(null)).putLong(8, 0);
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
		return false;
	}
}

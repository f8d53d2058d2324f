package dev.semblance.boot.actuate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Takes the time of calls to an interface. A proxy and not a class for each interface, so
 * that every method reaches the target, those with a default included.
 */
final class TimedCalls implements InvocationHandler {

	private final Object target;

	private final Map<String, CallTimer> timers;

	private TimedCalls(Object target, Map<String, CallTimer> timers) {
		this.target = target;
		this.timers = Map.copyOf(timers);
	}

	/**
	 * Puts a clock before an object.
	 * @param type the interface
	 * @param target the object
	 * @param timers what is timed, by the names of methods; other calls pass through
	 * @param <T> the interface
	 * @return what to call instead
	 */
	static <T> T of(Class<T> type, T target, Map<String, CallTimer> timers) {
		return type.cast(
				Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, new TimedCalls(target, timers)));
	}

	/** What is behind the clock, if there is one. */
	static Object target(Object object) {
		return (Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof TimedCalls timed)
				? timed.target : object;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		CallTimer timer = this.timers.get(method.getName());
		if (timer == null) {
			boolean equals = method.getName().equals("equals") && method.getDeclaringClass() == Object.class;
			return (equals && arguments != null) ? proxy == arguments[0] : call(method, arguments);
		}
		long start = System.nanoTime();
		try {
			Object result = call(method, arguments);
			timer.succeeded(System.nanoTime() - start);
			return result;
		}
		catch (Throwable ex) {
			timer.failed(ex, System.nanoTime() - start);
			throw ex;
		}
	}

	private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}

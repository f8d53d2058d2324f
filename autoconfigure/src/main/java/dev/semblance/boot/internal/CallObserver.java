package dev.semblance.boot.internal;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Looks on when parts of the retrieval are called. The parts that are beans cannot be
 * replaced by it, since an application may ask for them by their class.
 */
public interface CallObserver {

	/**
	 * Looks on.
	 * @param type the interface that is called
	 * @param part what is called
	 * @param <T> the interface
	 * @return what to call instead
	 */
	<T> T observe(Class<T> type, T part);

	/**
	 * Looks on if somebody does.
	 * @param observer the observer, if there is one
	 * @param type the interface that is called
	 * @param part what is called
	 * @param <T> the interface
	 * @return what to call instead
	 */
	static <T> T observed(ObjectProvider<CallObserver> observer, Class<T> type, T part) {
		CallObserver unique = observer.getIfUnique();
		return (unique != null) ? unique.observe(type, part) : part;
	}

}

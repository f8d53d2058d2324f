package dev.semblance.boot.internal;

import java.util.Optional;
import java.util.function.Function;

import dev.semblance.encoders.InvalidInputException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A property's value on its way into code that judges it without knowing the property.
 *
 * @param property the property's name
 * @param value its value
 * @param <V> type of the value
 */
public record ConfiguredValue<V extends @Nullable Object>(String property, V value) {

	/**
	 * Takes a value that need not be set.
	 * @param property the property's name
	 * @param value its value, if it is set
	 * @param <V> type of the value
	 * @return the value, if it is set
	 */
	public static <V> Optional<ConfiguredValue<V>> of(String property, @Nullable V value) {
		return Optional.ofNullable(value).map((set) -> new ConfiguredValue<>(property, set));
	}

	/**
	 * Uses the value.
	 * @param use what is made of it
	 * @param <T> what that is
	 * @return the result
	 * @throws InvalidConfigurationPropertyValueException if the value is refused
	 */
	public <T> T map(Function<V, T> use) {
		try {
			return use.apply(this.value);
		}
		catch (InvalidInputException ex) {
			// Without the cause: else two failure analyzers would claim the exception.
			throw refused(ex.problem() + " " + ex.remedy());
		}
	}

	/**
	 * Refuses the value.
	 * @param reason why, and what would do
	 * @return the exception to throw
	 */
	public InvalidConfigurationPropertyValueException refused(String reason) {
		return new InvalidConfigurationPropertyValueException(this.property, this.value, reason);
	}

}

package dev.semblance.retrieval.pipeline;

import java.util.Set;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.retrieval.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RetrieverSettings}.
 */
class RetrieverSettingsTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 10_001, Integer.MAX_VALUE })
	void aWindowThatNoSearchTakesIsRefused(int window) {
		RetrieverSettings settings = RetrieverSettings.of(Set.of(Leg.DENSE));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> settings.withWindow(window))
			.withMessage("The retriever's window is %d. Use 1 to 10000; 100 is usual.".formatted(window));
	}

	@Test
	void theLargestWindowIsTaken() {
		assertThat(RetrieverSettings.of(Set.of(Leg.DENSE)).withWindow(10_000).window()).isEqualTo(10_000);
	}

}

package dev.semblance.encoders.internal.dense;

import java.util.List;

import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.internal.loading.Route;
import dev.semblance.encoders.internal.loading.RunningGraph;
import org.jspecify.annotations.Nullable;

/**
 * One way from text to dense vector.
 */
interface DenseRoute extends Route {

	/** Length of a vector. */
	int dimensions();

	/** Longest input in tokens. */
	int maxLength();

	/** How token vectors become one vector, in a word. */
	String pooling();

	/** Whether vectors have unit length. */
	boolean normalized();

	/** Where it runs. */
	Device device();

	/**
	 * Returns what the route runs.
	 * @return the graph; {@code null} if it has none
	 */
	@Nullable RunningGraph running();

	DenseEncoding encode(List<String> texts, String prompt);

	TokenEncoding encodeTokens(List<String> texts, String prompt);

	List<Integer> countTokens(List<String> texts);

	EncoderStatistics statistics();

}

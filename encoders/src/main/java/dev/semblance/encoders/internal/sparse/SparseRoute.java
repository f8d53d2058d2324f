package dev.semblance.encoders.internal.sparse;

import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.internal.loading.Route;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * One way from text to sparse vector.
 */
interface SparseRoute extends Route {

	/** Length of a vector. */
	int dimensions();

	/** Longest input in tokens. */
	int maxLength();

	/** Where it runs. */
	Device device();

	/**
	 * Returns what the route runs.
	 * @return the graph; {@code null} if it has none
	 */
	@Nullable RunningGraph running();

	/** Names the dimensions. */
	TextTokenizer tokenizer();

	SparseEncoding encode(List<String> texts, String prompt);

	EncoderStatistics statistics();

}

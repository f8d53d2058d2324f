package dev.semblance.encoders.internal.sparse;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseModel;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.WeightedTerm;
import dev.semblance.encoders.internal.loading.Routes;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;

/**
 * A sparse encoder: sends texts the way of their role.
 */
final class RoutedSparseEncoder implements SparseEncoder {

	private final SparseModel model;

	private final Routes<SparseRoute> routes;

	private final TextTokenizer tokenizer;

	RoutedSparseEncoder(SparseModel model, Routes<SparseRoute> routes, TextTokenizer tokenizer) {
		this.model = model;
		this.routes = routes;
		this.tokenizer = tokenizer;
	}

	@Override
	public SparseModel model() {
		return this.model;
	}

	@Override
	public SparseEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return this.routes.of(role).encode(texts, this.model.prompts().resolve(role, prompt));
	}

	@Override
	public List<WeightedTerm> decode(SparseVector vector, int limit) {
		if (vector.dimensions() != this.model.dimensions()) {
			throw new InvalidInputException(
					"A vector of %d dimensions is to be decoded; %s makes vectors of %d.".formatted(vector.dimensions(),
							this.model.name(), this.model.dimensions()),
					"Decode a vector with the encoder that made it.");
		}
		SparseVector largest = vector.top(limit);
		return IntStream.range(0, largest.activeDimensions())
			.mapToObj((i) -> new WeightedTerm(name(largest.indices()[i]), largest.values()[i]))
			.sorted(Comparator.comparing(WeightedTerm::weight).reversed())
			.toList();
	}

	private String name(int dimension) {
		String token = this.tokenizer.tokenOf(dimension);
		return (token != null) ? token : "#" + dimension;
	}

	@Override
	public EncoderStatistics statistics() {
		return this.routes.all()
			.stream()
			.map(SparseRoute::statistics)
			.reduce(EncoderStatistics.NONE, EncoderStatistics::plus);
	}

	@Override
	public void close() {
		this.routes.close();
	}

}

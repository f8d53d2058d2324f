package dev.semblance.store.pgvector.internal.filter;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;

/**
 * Filters of every kind, made of given keys and bounds.
 */
final class RandomFilters {

	static final List<Operator> OPERATORS = List.of(Operator.values());

	private final Random random;

	private final List<String> keys;

	private final List<Object> bounds;

	RandomFilters(Random random, List<String> keys, List<Object> bounds) {
		this.random = random;
		this.keys = keys;
		this.bounds = bounds;
	}

	MetadataFilter next(int depth) {
		String key = pick(this.keys);
		return switch (this.random.nextInt((depth > 0) ? 8 : 5)) {
			case 0 -> new MetadataFilter.Exists(key);
			case 1 -> new MetadataFilter.In(key,
					IntStream.range(0, this.random.nextInt(4)).mapToObj((i) -> pick(this.bounds)).toList());
			case 2, 3, 4 -> new MetadataFilter.Comparison(key, pick(OPERATORS), pick(this.bounds));
			case 5 -> new MetadataFilter.And(several(depth - 1));
			case 6 -> new MetadataFilter.Or(several(depth - 1));
			default -> new MetadataFilter.Not(next(depth - 1));
		};
	}

	private List<MetadataFilter> several(int depth) {
		return IntStream.range(0, this.random.nextInt(4)).mapToObj((i) -> next(depth)).toList();
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}

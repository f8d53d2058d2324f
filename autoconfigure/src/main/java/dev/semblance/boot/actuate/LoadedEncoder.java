package dev.semblance.boot.actuate;

import java.util.List;
import java.util.function.Supplier;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of whatever kind.
 *
 * @param description what it is
 * @param space the space of its vectors, if it is a dense one
 * @param sparseSpace the space of its vectors, if it is a sparse one
 * @param statistics what it has done
 * @param use uses it without running anything, which only an open encoder allows
 */
record LoadedEncoder(ModelDescription description, @Nullable EmbeddingSpace space, @Nullable SparseSpace sparseSpace,
		Supplier<EncoderStatistics> statistics, Runnable use) {

	static LoadedEncoder of(String bean, DenseEncoder encoder, @Nullable String askedDevice) {
		return new LoadedEncoder(ModelDescription.of(bean, encoder.model(), askedDevice),
				EmbeddingSpace.of(encoder.model()), null, encoder::statistics,
				() -> encoder.encode(List.of(), TextRole.QUERY));
	}

	static LoadedEncoder of(String bean, SparseEncoder encoder, @Nullable String askedDevice) {
		return new LoadedEncoder(ModelDescription.of(bean, encoder.model(), askedDevice), null,
				SparseSpace.of(encoder.model()), encoder::statistics, () -> encoder.encode(List.of(), TextRole.QUERY));
	}

	static LoadedEncoder of(String bean, MultiVectorEncoder encoder, @Nullable String askedDevice) {
		return new LoadedEncoder(ModelDescription.of(bean, encoder.model(), askedDevice), null, null,
				encoder::statistics, () -> encoder.encode(List.of(), TextRole.QUERY));
	}

	static LoadedEncoder of(String bean, CrossEncoder encoder, @Nullable String askedDevice) {
		return new LoadedEncoder(ModelDescription.of(bean, encoder.model(), askedDevice), null, null,
				encoder::statistics, () -> encoder.predict(List.of()));
	}

}

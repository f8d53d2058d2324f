package dev.semblance.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of any kind whose results are thrown away.
 *
 * @param device where it runs
 * @param optimization what was done to its graph, if anything was
 * @param call runs texts
 * @param counted tells what it has done
 * @param closing closes the encoder
 */
record MeasuredEncoder(Device device, @Nullable GraphOptimization optimization, Consumer<List<String>> call,
		Supplier<EncoderStatistics> counted, Runnable closing) implements AutoCloseable {

	/**
	 * Loads a model.
	 * @param model the model
	 * @param kind what it is to make of texts
	 * @return the encoder
	 */
	static MeasuredEncoder load(ModelReference model, ModelKind kind) {
		return switch (kind) {
			case DENSE -> of(model.dense().build());
			case SPARSE -> of(model.sparse().build());
			case MULTI_VECTOR -> of(model.multiVector());
			case CROSS -> of(model.cross().build());
		};
	}

	private static MeasuredEncoder of(DenseEncoder encoder) {
		return new MeasuredEncoder(encoder.model().device(), encoder.model().version().optimization(),
				(texts) -> encoder.encode(texts, TextRole.DOCUMENT), encoder::statistics, encoder::close);
	}

	private static MeasuredEncoder of(SparseEncoder encoder) {
		return new MeasuredEncoder(encoder.model().device(), encoder.model().version().optimization(),
				(texts) -> encoder.encode(texts, TextRole.DOCUMENT), encoder::statistics, encoder::close);
	}

	private static MeasuredEncoder of(MultiVectorEncoder encoder) {
		return new MeasuredEncoder(encoder.model().device(), encoder.model().version().optimization(),
				(texts) -> encoder.encode(texts, TextRole.DOCUMENT), encoder::statistics, encoder::close);
	}

	private static MeasuredEncoder of(CrossEncoder encoder) {
		return new MeasuredEncoder(encoder.model().device(), encoder.model().version().optimization(),
				(texts) -> encoder
					.predict(texts.stream().map((text) -> new TextPair(SampleTexts.QUERY, text)).toList()),
				encoder::statistics, encoder::close);
	}

	void run(List<String> texts) {
		this.call.accept(texts);
	}

	EncoderStatistics statistics() {
		return this.counted.get();
	}

	@Override
	public void close() {
		this.closing.run();
	}

}

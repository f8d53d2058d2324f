package dev.semblance.encoders.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderBuilder;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenVectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands beside a text, in which order and on how many threads, does not change its
 * result.
 */
class BatchInvarianceTests {

	private static final Offset<Float> TOLERANCE = Offset.offset(1e-5f);

	/** Of a transformer that computes in half precision. */
	private static final Offset<Float> HALF_PRECISION_TOLERANCE = Offset.offset(1e-2f);

	private static final List<String> TEXTS = ParityModel.texts();

	static Stream<ParityModel> models() {
		return ParityModel.all();
	}

	@ParameterizedTest
	@MethodSource("models")
	void aTextHasTheSameResultWhateverStandsBesideIt(ParityModel model) {
		try (Subject alone = Subject.open(model, 1); Subject together = Subject.open(model, 8192)) {
			List<float[]> expected = new ArrayList<>();
			TEXTS.forEach((text) -> expected.add(alone.encode(List.of(text)).get(0)));
			assertSame(model, together.encode(TEXTS), expected);
			List<String> reversed = new ArrayList<>(TEXTS);
			Collections.reverse(reversed);
			List<float[]> backwards = new ArrayList<>(together.encode(reversed));
			Collections.reverse(backwards);
			assertSame(model, backwards, expected);
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void aTextHasTheSameResultFromManyThreads(ParityModel model) throws InterruptedException, ExecutionException {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (Subject subject = Subject.open(model, 256)) {
			List<float[]> expected = subject.encode(TEXTS);
			List<Future<List<float[]>>> results = new ArrayList<>();
			List<List<Integer>> orders = new ArrayList<>();
			for (int caller = 0; caller < 4; caller++) {
				List<Integer> order = shuffled(caller);
				orders.add(order);
				Callable<List<float[]>> call = () -> subject.encode(order.stream().map(TEXTS::get).toList());
				results.add(threads.submit(call));
			}
			for (int caller = 0; caller < 4; caller++) {
				List<float[]> result = results.get(caller).get();
				assertSame(model, result, orders.get(caller).stream().map(expected::get).toList());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static List<Integer> shuffled(int seed) {
		List<Integer> order = new ArrayList<>();
		Random random = new Random(seed);
		for (int i = 0; i < TEXTS.size(); i++) {
			order.add((i == 0) ? 0 : random.nextInt(i + 1), i);
		}
		return order;
	}

	private static void assertSame(ParityModel model, List<float[]> actual, List<float[]> expected) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < actual.size(); i++) {
			assertThat(actual.get(i)).as("%s, text %d", model, i)
				.containsExactly(expected.get(i), model.halfPrecision() ? HALF_PRECISION_TOLERANCE : TOLERANCE);
		}
	}

	/** An encoder of any kind whose results are compared as plain numbers. */
	private record Subject(AutoCloseable encoder,
			Function<List<String>, List<float[]>> encoding) implements AutoCloseable {

		static Subject open(ParityModel model, int tokenBudget) {
			String folder = model.reference();
			TextRole role = TextRole.QUERY;
			switch (model.expected().path("kind").asString()) {
				case "dense" -> {
					DenseEncoder dense = with(DenseEncoder.builder(folder), tokenBudget).build();
					return new Subject(dense, (texts) -> dense.encode(texts, role).vectors());
				}
				case "sparse" -> {
					SparseEncoder sparse = with(SparseEncoder.builder(folder), tokenBudget).build();
					return new Subject(sparse,
							(texts) -> sparse.encode(texts, role).vectors().stream().map(Subject::filled).toList());
				}
				case "cross" -> {
					CrossEncoder cross = with(CrossEncoder.builder(folder), tokenBudget).build();
					return new Subject(cross,
							(texts) -> cross
								.predict(texts.stream().map((text) -> new TextPair(TEXTS.get(5), text)).toList())
								.scores());
				}
				default -> {
					MultiVectorEncoder vectors = with(MultiVectorEncoder.builder(folder), tokenBudget).build();
					return new Subject(vectors,
							(texts) -> vectors.encode(texts, role).texts().stream().map(TokenVectors::values).toList());
				}
			}
		}

		private static <B extends EncoderBuilder<B>> B with(B builder, int tokenBudget) {
			return builder.device(new Device.Cpu()).tokenBudget(tokenBudget);
		}

		/** A weight near zero may be there or not. */
		private static float[] filled(SparseVector vector) {
			float[] values = new float[vector.dimensions()];
			for (int i = 0; i < vector.activeDimensions(); i++) {
				values[vector.indices()[i]] = vector.values()[i];
			}
			return values;
		}

		List<float[]> encode(List<String> texts) {
			return this.encoding.apply(texts);
		}

		@Override
		public void close() {
			try {
				this.encoder.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}

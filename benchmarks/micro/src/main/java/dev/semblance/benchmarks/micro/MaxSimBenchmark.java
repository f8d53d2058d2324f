package dev.semblance.benchmarks.micro;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.LateInteraction;
import dev.semblance.encoders.TokenVectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Time to score one document against a query by late interaction, at the usual size of a
 * ColBERT: 32 query tokens, 180 document tokens, 128 dimensions.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
public class MaxSimBenchmark {

	private static final int DIMENSIONS = 128;

	private final TokenVectors query = vectors(32, 1);

	private final TokenVectors document = vectors(180, 2);

	/**
	 * Scores the document.
	 * @return the score
	 */
	@Benchmark
	public double score() {
		return LateInteraction.MAXSIM.score(this.query, this.document);
	}

	private static TokenVectors vectors(int count, long seed) {
		Random random = new Random(seed);
		float[] values = new float[count * DIMENSIONS];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
		}
		return new TokenVectors(DIMENSIONS, values);
	}

}

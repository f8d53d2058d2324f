package dev.semblance.encoders.internal.scheduler;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.util.SampleBuffer;

/**
 * Adds to the results of {@link HandOffBenchmark} the time between the moment at which a
 * caller hands a text to the scheduler and the moment at which a lane would run it. JMH
 * itself times whole calls only; it makes a profiler of this class by its name.
 */
public final class SubmitToRunProfiler implements InternalProfiler {

	private static final Object LOCK = new Object();

	private static SampleBuffer samples = new SampleBuffer();

	/** Adds a measured time, of whichever lane. */
	static void took(long nanos) {
		synchronized (LOCK) {
			samples.add(nanos);
		}
	}

	private static SampleBuffer takeSamples() {
		synchronized (LOCK) {
			SampleBuffer taken = samples;
			samples = new SampleBuffer();
			return taken;
		}
	}

	@Override
	public String getDescription() {
		return "Time from submit to run in HandOffBenchmark";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		takeSamples();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		return List.of(new SampleTimeResult(ResultRole.SECONDARY, "submitToRun", takeSamples(), TimeUnit.MICROSECONDS));
	}

}

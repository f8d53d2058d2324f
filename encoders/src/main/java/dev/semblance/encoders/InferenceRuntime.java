package dev.semblance.encoders;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.internal.natives.NativeSettings;
import dev.semblance.encoders.internal.runtime.CpuCores;
import dev.semblance.encoders.internal.runtime.Devices;
import dev.semblance.encoders.internal.runtime.MachineCheck;
import dev.semblance.encoders.internal.runtime.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/**
 * Shares each device among the encoders that run on it: they take turns instead of
 * fighting for cores and memory, and what waits is bounded. Encoders use the
 * {@linkplain #shared() shared} runtime unless they are built with another. Needs no
 * closing: its threads live as long as an encoder is open. Safe for concurrent use.
 */
public final class InferenceRuntime {

	private final Devices devices;

	private InferenceRuntime(RuntimeSettings settings) {
		this.devices = new Devices(settings);
	}

	/**
	 * Returns the runtime of all encoders that are built without one.
	 * @return the runtime, with default settings
	 */
	public static InferenceRuntime shared() {
		return Shared.INSTANCE;
	}

	/**
	 * Starts building a runtime.
	 * @return a builder with default settings
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Tells what the devices hold at the moment and what they have done so far. Takes
	 * about a microsecond, and a little of the lanes' time, so ask as often as every
	 * second, and not for every call.
	 * @return the statistics of each device that an encoder of this runtime has used, in
	 * the order of their names
	 */
	public Map<Device, DeviceStatistics> statistics() {
		return this.devices.statistics();
	}

	/**
	 * Finds out what this machine has for running models on a device, and what it lacks.
	 * Loads nothing, takes some milliseconds, and does not fail on a machine that lacks
	 * something: that is its result.
	 * @param device the device that is to be used, by name or {@code auto}
	 * @return what was found
	 */
	public Diagnosis diagnose(Device device) {
		return new MachineCheck(this.devices.natives()).diagnose(device);
	}

	Devices devices() {
		return this.devices;
	}

	/** Created when it is first used. */
	private static final class Shared {

		private static final InferenceRuntime INSTANCE = builder().build();

		private Shared() {
		}

	}

	/**
	 * Builds a runtime. Not safe for concurrent use.
	 */
	public static final class Builder {

		/** Most calls at a time, if not set otherwise. */
		public static final int DEFAULT_MAX_CALLS = 512;

		/** Most lanes and threads. */
		public static final int MAX_LANES = 1024;

		/** Longer runs of few texts gain nothing from more threads. */
		private static final int MOST_LATENCY_THREADS = 4;

		private @Nullable Integer lanes;

		private @Nullable Integer latencyThreads;

		private boolean spinning = true;

		private int maxCalls = DEFAULT_MAX_CALLS;

		private @Nullable Long maxTokens;

		private Duration closeTimeout = Duration.ofSeconds(30);

		private GpuSettings gpu = GpuSettings.DEFAULT;

		private @Nullable Path onnxRuntime;

		private @Nullable Path home;

		private Builder() {
		}

		/**
		 * Sets how many batches the CPU runs at a time, each on one thread; the number of
		 * physical cores if not set. A GPU runs one at a time.
		 * @param lanes number of lanes, from 1 to {@value #MAX_LANES}
		 * @return this builder
		 */
		public Builder lanes(int lanes) {
			this.lanes = inRange("number of lanes", lanes, MAX_LANES);
			return this;
		}

		/**
		 * Sets how many threads a batch gets that has the CPU to itself, such as a single
		 * query on an idle machine; the number of lanes, but at most 4, if not set. With
		 * more than 1, the weights of models up to 1 GB are held twice; 1 saves that
		 * memory and makes single queries slower. Larger models are always held once.
		 * @param threads number of threads, from 1 to the number of lanes
		 * @return this builder
		 */
		public Builder latencyThreads(int threads) {
			this.latencyThreads = inRange("number of latency threads", threads, MAX_LANES);
			return this;
		}

		/**
		 * Sets whether these threads wait for each other actively, which makes single
		 * queries faster where cores are free, and takes the cores for the milliseconds
		 * of a run and 5 milliseconds after it; they do if not set.
		 * @param spinning whether they do
		 * @return this builder
		 */
		public Builder spinning(boolean spinning) {
			this.spinning = spinning;
			return this;
		}

		/**
		 * Sets how many calls may wait or run at a time on a device; more are refused
		 * with an {@link OverloadedException}.
		 * @param calls number of calls, 1 or more
		 * @return this builder
		 */
		public Builder maxCalls(int calls) {
			this.maxCalls = inRange("largest number of calls", calls, Integer.MAX_VALUE);
			return this;
		}

		/**
		 * Sets how many tokens may wait or run at a time on a device; 131,072 on a CPU
		 * and 1,048,576 on a GPU if not set. A call of any size fits in when nothing else
		 * is there; large calls bring in their texts bit by bit.
		 * @param tokens number of tokens, 1 or more
		 * @return this builder
		 */
		public Builder maxTokens(long tokens) {
			if (tokens < 1) {
				throw new InvalidInputException("The largest number of tokens is %d.".formatted(tokens),
						"Allow 1 or more.");
			}
			this.maxTokens = tokens;
			return this;
		}

		/**
		 * Sets how long closing an encoder waits for the calls in flight before it ends
		 * them; 30 seconds if not set.
		 * @param timeout the time, zero or more
		 * @return this builder
		 */
		public Builder closeTimeout(Duration timeout) {
			if (timeout.isNegative()) {
				throw new InvalidInputException("The timeout of closing is %s.".formatted(timeout),
						"Allow zero or more.");
			}
			this.closeTimeout = timeout;
			return this;
		}

		/**
		 * Sets how models use a GPU; {@link GpuSettings#DEFAULT} if not set.
		 * @param settings how they do
		 * @return this builder
		 */
		public Builder gpu(GpuSettings settings) {
			this.gpu = settings;
			return this;
		}

		/**
		 * Sets which build of ONNX Runtime is loaded, for example one for another version
		 * of CUDA than that of {@code onnxruntime_gpu}; what
		 * {@code SEMBLANCE_ONNXRUNTIME} names, else the artifact on the class path, if
		 * not set. A process loads one build: the first encoder on any runtime decides.
		 * @param place a folder of its native libraries, or a jar such as
		 * {@code onnxruntime_gpu}. The version must be that of the classes on the class
		 * path
		 * @return this builder
		 */
		public Builder onnxRuntime(Path place) {
			this.onnxRuntime = place;
			return this;
		}

		/**
		 * Sets where the native libraries of ONNX Runtime and what TensorRT compiles are
		 * kept from one start to the next; {@code SEMBLANCE_HOME}, else
		 * {@code .cache/semblance} in the user's home, if not set.
		 * @param home the folder, which is created when it is needed
		 * @return this builder
		 */
		public Builder home(Path home) {
			this.home = home;
			return this;
		}

		/**
		 * Builds the runtime.
		 * @return the runtime
		 * @throws InvalidInputException if there are more latency threads than lanes
		 */
		public InferenceRuntime build() {
			int count = (this.lanes != null) ? this.lanes : CpuCores.physical();
			int wide = (this.latencyThreads != null) ? this.latencyThreads : Math.min(count, MOST_LATENCY_THREADS);
			if (wide > count) {
				throw new InvalidInputException("There are %d latency threads and %d lanes.".formatted(wide, count),
						"Set no more latency threads than lanes.");
			}
			return new InferenceRuntime(new RuntimeSettings(count, wide, this.spinning, this.maxCalls, this.maxTokens,
					this.closeTimeout, this.gpu, NativeSettings.of(this.onnxRuntime, this.home)));
		}

		private static int inRange(String what, int value, int most) {
			if (value < 1 || value > most) {
				throw new InvalidInputException("The %s is %d.".formatted(what, value),
						"Set it to a number from 1 to %d.".formatted(most));
			}
			return value;
		}

	}

}

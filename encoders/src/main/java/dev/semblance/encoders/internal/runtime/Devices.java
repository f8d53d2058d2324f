package dev.semblance.encoders.internal.runtime;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.scheduler.Scheduler;
import dev.semblance.encoders.internal.scheduler.SchedulerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of a runtime, each with its scheduler.
 */
public final class Devices {

	/** About the best on a CPU: the activations of a batch stay in the cache. */
	private static final int CPU_TOKEN_BUDGET = 512;

	private static final int GPU_TOKEN_BUDGET = 32_768;

	/** A run on one thread of a CPU costs no more than these tokens beside its own. */
	private static final int CPU_FREE_PADDING = 8;

	/**
	 * Starting the kernels of a run takes as long as some thousand tokens. On an H100
	 * this much padding was the best for small and for large models, better than as much
	 * as a run was measured to cost.
	 */
	private static final int GPU_FREE_PADDING = 2048;

	private static final int CPU_WINDOW = 8192;

	private static final int GPU_WINDOW = 262_144;

	private static final long CPU_TOKENS = 131_072;

	private static final long GPU_TOKENS = 1_048_576;

	/** As many large calls fit in at least. */
	private static final int LARGE_CALLS = 4;

	private static final Logger logger = LoggerFactory.getLogger(Devices.class);

	private static final AtomicBoolean FALLBACK_REPORTED = new AtomicBoolean();

	/** What the attention kernels of GPUs want. */
	private static final int GPU_PADDING_MULTIPLE = 8;

	private final RuntimeSettings settings;

	private final NativeRuntime natives;

	private final Map<Device, Scheduler> schedulers = new ConcurrentHashMap<>();

	/**
	 * Creates the devices of a runtime; none is touched.
	 * @param settings how to use them
	 */
	public Devices(RuntimeSettings settings) {
		this(settings, new NativeRuntime(settings.natives()));
	}

	Devices(RuntimeSettings settings, NativeRuntime natives) {
		this.settings = settings;
		this.natives = natives;
	}

	/**
	 * Returns how the devices are used.
	 * @return the settings
	 */
	public RuntimeSettings settings() {
		return this.settings;
	}

	/**
	 * Returns the build of ONNX Runtime that models run on.
	 * @return the build
	 */
	public NativeRuntime natives() {
		return this.natives;
	}

	/**
	 * Tells once that {@code auto} is the CPU: as a warning where a GPU was to be
	 * expected.
	 * @param obstacle what keeps it from being the GPU
	 */
	void report(Obstacle obstacle) {
		if (!FALLBACK_REPORTED.compareAndSet(false, true)) {
			return;
		}
		if (this.natives.report().cuda()) {
			logger.warn("Running on the CPU: {}. {}", obstacle.problem(), obstacle.remedy());
		}
		else {
			logger.info("Running on the CPU: {}", obstacle.problem());
		}
	}

	/**
	 * Returns how many tokens a batch holds if nobody says otherwise.
	 * @param device the device, not {@code auto}
	 * @return number of tokens, padding included
	 */
	static int tokenBudget(Device device) {
		return (device instanceof Device.Cpu) ? CPU_TOKEN_BUDGET : GPU_TOKEN_BUDGET;
	}

	/**
	 * Returns how much padding is worth another run.
	 * @param device the device, not {@code auto}
	 * @return number of tokens
	 */
	static int freePadding(Device device) {
		return (device instanceof Device.Cpu) ? CPU_FREE_PADDING : GPU_FREE_PADDING;
	}

	/**
	 * Returns a device's scheduler. A GPU has one, whatever runs models on it.
	 * @param device the device, not {@code auto}
	 * @return the scheduler, the same for all that ask
	 */
	Scheduler scheduler(Device device) {
		Device shared = (device instanceof Device.Gpu gpu) ? new Device.Cuda(gpu.index()) : device;
		return this.schedulers.computeIfAbsent(shared, this::createScheduler);
	}

	/**
	 * Tells what the devices hold and have done.
	 * @return the statistics of each device that an encoder has used, by name
	 */
	public Map<Device, DeviceStatistics> statistics() {
		Map<Device, DeviceStatistics> statistics = new LinkedHashMap<>();
		this.schedulers.entrySet()
			.stream()
			.sorted(Comparator.comparing((device) -> device.getKey().toString()))
			.forEach((device) -> statistics.put(device.getKey(), device.getValue().statistics()));
		return Collections.unmodifiableMap(statistics);
	}

	private Scheduler createScheduler(Device device) {
		Long limit = this.settings.maxTokens();
		long maxTokens = (limit != null) ? limit : (device instanceof Device.Cpu) ? CPU_TOKENS : GPU_TOKENS;
		Scheduler scheduler = new Scheduler((device instanceof Device.Cpu)
				? new SchedulerSettings(device.toString(), this.settings.lanes(), this.settings.latencyThreads(), false,
						1, this.settings.maxCalls(), maxTokens, window(CPU_WINDOW, maxTokens))
				: new SchedulerSettings(device.toString(), 1, 1, true, GPU_PADDING_MULTIPLE, this.settings.maxCalls(),
						maxTokens, window(GPU_WINDOW, maxTokens)));
		ProcessExit.ends(scheduler);
		return scheduler;
	}

	/** One large call must leave room for others. */
	private static int window(int most, long maxTokens) {
		return (int) Math.max(1, Math.min(most, maxTokens / LARGE_CALLS));
	}

}

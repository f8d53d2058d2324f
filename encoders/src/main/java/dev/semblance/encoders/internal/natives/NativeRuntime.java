package dev.semblance.encoders.internal.natives;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceUnavailableException;
import dev.semblance.encoders.diagnosis.Diagnosis.Driver;
import dev.semblance.encoders.diagnosis.Obstacle;
import org.jspecify.annotations.Nullable;

/**
 * The build of ONNX Runtime that goes with some settings, and whether this machine has
 * what it needs. Nothing is unpacked or loaded before {@link #prepare}. Safe for
 * concurrent use.
 */
public final class NativeRuntime {

	private final NativeSettings settings;

	private final Machine machine;

	private @Nullable NativeBuild build;

	/**
	 * Creates the runtime of this machine; nothing is looked for yet.
	 * @param settings where libraries come from and are kept
	 */
	public NativeRuntime(NativeSettings settings) {
		this(settings, Machine.THIS);
	}

	NativeRuntime(NativeSettings settings, Machine machine) {
		this.settings = settings;
		this.machine = machine;
	}

	/**
	 * Creates the runtime of this machine as the environment says.
	 * @return the runtime
	 */
	public static NativeRuntime ofEnvironment() {
		return new NativeRuntime(NativeSettings.of(null, null));
	}

	private synchronized NativeBuild build() {
		if (this.build == null) {
			this.build = NativeBuild.find(this.settings.onnxRuntime(), NativeLoader.toldByOthers(),
					this.machine.loader(), this.machine.platform());
		}
		return this.build;
	}

	/**
	 * Prepares ONNX Runtime for being loaded, if it is not yet.
	 * @param providers what it will be asked for
	 * @throws DeviceUnavailableException if the process has loaded another build
	 */
	public void prepare(List<ExecutionProvider> providers) {
		NativeLoader.prepare(build(), this.settings.home(), providers);
	}

	/**
	 * Names the build in a sentence.
	 * @return where it is
	 */
	public String name() {
		return build().place();
	}

	/**
	 * Returns where things are kept from one start to the next.
	 * @param what names the things
	 * @return a folder, which need not be there
	 */
	public Path kept(String what) {
		return home().resolve(what);
	}

	/**
	 * Returns where everything is kept from one start to the next.
	 * @return a folder, which need not be there
	 */
	public Path home() {
		return this.settings.home();
	}

	/**
	 * Finds out without loading anything whether a GPU can be used.
	 * @param gpu the GPU
	 * @return what is missing; nothing if it can be used, as far as can be told
	 */
	public Optional<Obstacle> obstacle(Device.Gpu gpu) {
		return new GpuCheck(build(), this.machine).obstacle(gpu);
	}

	/**
	 * Describes the build.
	 * @return where it is and what it can do
	 */
	public BuildReport report() {
		NativeBuild found = build();
		return new BuildReport(found.libraries().map(NativeLibraries::place).orElse(null),
				found.has(ExecutionProvider.CUDA), found.has(ExecutionProvider.TENSORRT));
	}

	/**
	 * Lists which of NVIDIA's libraries the build needs, and where they are.
	 * @param provider for which part of it
	 * @return the places by name; {@code null} for a library that is missing
	 */
	public SortedMap<String, @Nullable Path> libraries(ExecutionProvider provider) {
		NativeBuild found = build();
		List<Path> runPath = found.runPath(provider);
		SortedMap<String, @Nullable Path> places = new TreeMap<>();
		found.needs(provider)
			.forEach((name) -> places.put(name, this.machine.libraries().find(name, runPath).orElse(null)));
		return places;
	}

	/**
	 * Lists the GPUs of this machine.
	 * @return their names and the driver, if there is one
	 */
	public Optional<Driver> driver() {
		return this.machine.driver().map((driver) -> new Driver(driver.version(), driver.gpus()));
	}

	/**
	 * Finds a shared library of this machine.
	 * @param name its name with its version, such as {@code libcudnn.so.9}
	 * @return where it is
	 */
	public Optional<Path> library(String name) {
		return this.machine.libraries().find(name, List.of());
	}

	/**
	 * Returns what finds the artifact on the class path.
	 * @return the loader of its classes
	 */
	public ClassLoader loader() {
		return this.machine.loader();
	}

	/**
	 * A build of ONNX Runtime.
	 *
	 * @param place where its native libraries are; {@code null} if not known
	 * @param cuda whether it was built with CUDA
	 * @param tensorRt whether it was built with TensorRT
	 */
	public record BuildReport(@Nullable String place, boolean cuda, boolean tensorRt) {
	}

	/**
	 * Where things are looked for.
	 *
	 * @param loader finds the artifact on the class path
	 * @param platform for which libraries are needed
	 * @param libraries the shared libraries of the machine
	 * @param driver NVIDIA's driver
	 */
	record Machine(ClassLoader loader, Platform platform, SystemLibraries libraries, Optional<NvidiaDriver> driver) {

		static final Machine THIS = new Machine(NativeRuntime.class.getClassLoader(), Platform.ofThisMachine(),
				SystemLibraries.ofThisMachine(), NvidiaDriver.ofThisMachine());

	}

}

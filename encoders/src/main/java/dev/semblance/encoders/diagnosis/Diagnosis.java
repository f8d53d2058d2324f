package dev.semblance.encoders.diagnosis;

import java.nio.file.Path;
import java.util.List;

import dev.semblance.encoders.Device;
import org.jspecify.annotations.Nullable;

/**
 * What a machine has for running models on a device, and what it lacks. Found out from
 * files and the class path, without loading anything: a GPU that nothing is in the way of
 * can still refuse a model.
 *
 * @param cpu the CPU
 * @param driver NVIDIA's driver and its GPUs; {@code null} if there is none
 * @param onnxRuntime the build of ONNX Runtime
 * @param libraries libraries of NVIDIA that the build wants for a GPU, by what wants
 * them; none for a build without CUDA, and on other systems than Linux, where they are
 * not known
 * @param choice the device that models run on
 * @param obstacles what keeps something that was asked for from working; none if models
 * can run, which they can on the CPU where {@code auto} finds no GPU
 */
public record Diagnosis(Cpu cpu, @Nullable Driver driver, OnnxRuntime onnxRuntime, List<Library> libraries,
		Choice choice, List<Obstacle> obstacles) {

	/**
	 * Copies the lists.
	 */
	public Diagnosis {
		libraries = List.copyOf(libraries);
		obstacles = List.copyOf(obstacles);
	}

	/**
	 * A CPU.
	 *
	 * @param architecture {@code x86-64}, {@code arm64} or {@code other}
	 * @param instructionSets those of its instruction sets that decide how fast it
	 * computes: {@code AVX2}, {@code AVX-512}, {@code VNNI}; none where they are not
	 * known
	 * @param physicalCores number of cores that the process may use
	 * @param logicalProcessors number of threads that they run at a time
	 */
	public record Cpu(String architecture, List<String> instructionSets, int physicalCores, int logicalProcessors) {

		/**
		 * Copies the list.
		 */
		public Cpu {
			instructionSets = List.copyOf(instructionSets);
		}

	}

	/**
	 * NVIDIA's driver.
	 *
	 * @param version its version, such as {@code 580.159.04}; {@code null} if not known
	 * @param gpus names of the GPUs; none if not known
	 */
	public record Driver(@Nullable String version, List<String> gpus) {

		/**
		 * Copies the list.
		 */
		public Driver {
			gpus = List.copyOf(gpus);
		}

	}

	/**
	 * What there is of ONNX Runtime.
	 *
	 * @param artifacts the artifacts on the class path, of which there must be one
	 * @param natives where the native libraries are that are loaded; {@code null} if not
	 * known
	 * @param cuda whether they were built with CUDA
	 * @param tensorRt whether they were built with TensorRT
	 */
	public record OnnxRuntime(List<Artifact> artifacts, @Nullable String natives, boolean cuda, boolean tensorRt) {

		/**
		 * Copies the list.
		 */
		public OnnxRuntime {
			artifacts = List.copyOf(artifacts);
		}

	}

	/**
	 * An artifact of ONNX Runtime.
	 *
	 * @param place the jar or the folder that holds it
	 * @param version its version; {@code null} if it does not tell
	 */
	public record Artifact(String place, @Nullable String version) {
	}

	/**
	 * A shared library of NVIDIA.
	 *
	 * @param name its name, such as {@code libcudart.so.12}
	 * @param wantedBy {@code CUDA} or {@code TensorRT}
	 * @param required whether the GPU cannot be used without it; what is not required is
	 * used by some models only, and none of texts
	 * @param path where it is; {@code null} if it was not found
	 */
	public record Library(String name, String wantedBy, boolean required, @Nullable Path path) {
	}

	/**
	 * The device that models run on.
	 *
	 * @param asked the device that was asked for
	 * @param device the device, not {@code auto}; {@code null} if none can be used
	 * @param reason why it is this one, as a whole sentence without its end
	 * @param remedy what to do to use a GPU, where one was to be expected; {@code null}
	 * if nothing is to be done
	 */
	public record Choice(Device asked, @Nullable Device device, String reason, @Nullable String remedy) {
	}

}

package dev.semblance.encoders.internal.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a CPU can do that decides how fast it computes in eight bits.
 *
 * @param architecture its architecture
 * @param instructionSets those of its instruction sets that matter, as far as known
 */
public record CpuFeatures(Architecture architecture, Set<InstructionSet> instructionSets) {

	private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

	/**
	 * Copies the instruction sets.
	 */
	public CpuFeatures {
		instructionSets = Set.copyOf(instructionSets);
	}

	/**
	 * Finds out about this machine. Instruction sets are known on Linux only.
	 * @return what is known; never fails
	 */
	public static CpuFeatures ofThisMachine() {
		String architecture = System.getProperty("os.arch", "");
		try (Stream<String> lines = Files.lines(CPU_INFO)) {
			return parse(architecture, lines);
		}
		catch (IOException | UncheckedIOException | SecurityException ex) {
			return parse(architecture, Stream.empty());
		}
	}

	/**
	 * Reads what the system says of its CPU.
	 * @param architecture the architecture as Java calls it
	 * @param cpuInfo lines of {@code /proc/cpuinfo}; none where there is no such file
	 * @return what is known
	 */
	static CpuFeatures parse(String architecture, Stream<String> cpuInfo) {
		Architecture known = Architecture.named(architecture);
		if (known != Architecture.X86_64) {
			return new CpuFeatures(known, Set.of());
		}
		// Every core has the same flags, and hundreds of cores repeat them.
		List<String> flags = cpuInfo.filter((line) -> line.startsWith("flags"))
			.findFirst()
			.map((line) -> Arrays.asList(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
			.orElse(List.of());
		return new CpuFeatures(known,
				Stream.of(InstructionSet.values())
					.filter((set) -> flags.stream().anyMatch((flag) -> flag.matches(set.flag)))
					.collect(Collectors.toCollection(() -> EnumSet.noneOf(InstructionSet.class))));
	}

	/**
	 * Tells whether the CPU is known to have an instruction set.
	 * @param set the instruction set
	 * @return whether it has
	 */
	public boolean has(InstructionSet set) {
		return this.instructionSets.contains(set);
	}

	/**
	 * Tells whether sums of products of bytes can overflow where weights use all of their
	 * eight bits: on an x86 CPU that is not known to have VNNI.
	 * @return whether they can
	 */
	public boolean saturates() {
		return this.architecture == Architecture.X86_64 && !has(InstructionSet.VNNI);
	}

	@Override
	public String toString() {
		String sets = Stream.of(InstructionSet.values())
			.filter(this::has)
			.map(InstructionSet::toString)
			.collect(Collectors.joining(", "));
		return sets.isEmpty() ? this.architecture.toString() : this.architecture + " with " + sets;
	}

	/**
	 * The architecture of a CPU.
	 */
	public enum Architecture {

		/** Intel and AMD. */
		X86_64("x86-64", "amd64|x86_64|x86-64"),

		/** ARM in 64 bits. */
		ARM64("arm64", "aarch64|arm64"),

		/** Any other. */
		OTHER("other", ".*");

		private final String label;

		private final String names;

		Architecture(String label, String names) {
			this.label = label;
			this.names = names;
		}

		private static Architecture named(String name) {
			return Stream.of(values())
				.filter((architecture) -> name.toLowerCase(Locale.ROOT).matches(architecture.names))
				.findFirst()
				.orElse(OTHER);
		}

		@Override
		public String toString() {
			return this.label;
		}

	}

	/**
	 * An instruction set for many small numbers at a time.
	 */
	public enum InstructionSet {

		/** 256 bits at a time. */
		AVX2("AVX2", "avx2"),

		/** 512 bits at a time; the part of it that works on bytes. */
		AVX512("AVX-512", "avx512bw"),

		/** Products of bytes are added up in 32 bits, in one instruction. */
		VNNI("VNNI", "avx512_vnni|avx_vnni");

		private final String label;

		private final String flag;

		InstructionSet(String label, String flag) {
			this.label = label;
			this.flag = flag;
		}

		@Override
		public String toString() {
			return this.label;
		}

	}

}

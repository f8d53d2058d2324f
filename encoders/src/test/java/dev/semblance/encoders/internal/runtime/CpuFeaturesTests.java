package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.runtime.CpuFeatures.Architecture;
import dev.semblance.encoders.internal.runtime.CpuFeatures.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CpuFeaturesTests {

	private static final String EPYC_9004 = """
			processor	: 0
			vendor_id	: AuthenticAMD
			cpu family	: 25
			model		: 17
			model name	: AMD EPYC
			flags		: fpu vme de pse tsc msr pae mce sse sse2 ht syscall nx pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 \
			x2apic movbe popcnt aes xsave avx f16c rdrand bmi1 avx2 smep bmi2 erms avx512f avx512dq rdseed adx \
			avx512ifma clflushopt clwb avx512cd sha_ni avx512bw avx512vl avx512_bf16 avx512vbmi umip avx512_vbmi2 gfni \
			vaes vpclmulqdq avx512_vnni avx512_bitalg avx512_vpopcntdq rdpid fsrm
			bugs		: sysret_ss_attrs spectre_v1 spectre_v2 spec_store_bypass

			processor	: 1
			""";

	private static final String XEON_E5_V4 = """
			processor	: 0
			vendor_id	: GenuineIntel
			cpu family	: 6
			model		: 79
			model name	: Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz
			flags		: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 \
			ht syscall nx pdpe1gb rdtscp lm pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c \
			rdrand hypervisor lahf_lm abm 3dnowprefetch fsgsbase bmi1 avx2 smep bmi2 erms invpcid xsaveopt
			""";

	private static final String XEON_SKYLAKE = """
			processor	: 0
			model name	: Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz
			flags		: fpu sse sse2 ssse3 fma sse4_1 sse4_2 avx f16c avx2 avx512f avx512dq avx512cd avx512bw avx512vl pku ospke
			""";

	private static final String ALDER_LAKE = """
			processor	: 0
			model name	: 12th Gen Intel(R) Core(TM) i7-12700
			flags		: fpu sse sse2 ssse3 fma sse4_1 sse4_2 avx f16c avx2 sha_ni avx_vnni gfni vaes
			""";

	private static final String XEON_PHI = """
			processor	: 0
			model name	: Intel(R) Xeon Phi(TM) CPU 7210 @ 1.30GHz
			flags		: fpu sse sse2 ssse3 fma sse4_1 sse4_2 avx f16c avx2 avx512f avx512pf avx512er avx512cd
			""";

	private static final String GRAVITON_3 = """
			processor	: 0
			BogoMIPS	: 2100.00
			Features	: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt fcma lrcpc dcpop \
			sha3 asimddp sha512 sve asimdfhm dit uscat ilrcpc flagm paca pacg dcpodp svei8mm svebf16 i8mm bf16 dgh rng
			CPU implementer	: 0x41
			CPU architecture: 8
			CPU part	: 0xd40
			""";

	@Test
	void instructionSetsAreReadFromTheFlags() {
		assertThat(parse("amd64", EPYC_9004)).isEqualTo(CpuFeatures.parse("x86_64", EPYC_9004.lines()))
			.hasToString("x86-64 with AVX2, AVX-512, VNNI");
		assertThat(parse("amd64", XEON_E5_V4)).hasToString("x86-64 with AVX2");
		assertThat(parse("amd64", XEON_SKYLAKE)).hasToString("x86-64 with AVX2, AVX-512");
	}

	@Test
	void vnniIsThereWithoutAvx512() {
		CpuFeatures features = parse("amd64", ALDER_LAKE);
		assertThat(features.has(InstructionSet.VNNI)).isTrue();
		assertThat(features.has(InstructionSet.AVX512)).isFalse();
	}

	@Test
	void anAvx512ThatDoesNotWorkOnBytesDoesNotCount() {
		assertThat(parse("amd64", XEON_PHI).has(InstructionSet.AVX512)).isFalse();
	}

	@Test
	void anArmHasNoneOfThem() {
		assertThat(parse("aarch64", GRAVITON_3)).hasToString("arm64")
			.extracting(CpuFeatures::architecture)
			.isEqualTo(Architecture.ARM64);
	}

	@ParameterizedTest
	@CsvSource({ "amd64, x86-64", "x86_64, x86-64", "aarch64, arm64", "arm64, arm64", "riscv64, other", "'', other" })
	void withoutThatFileOnlyTheArchitectureIsKnown(String name, String expected) {
		assertThat(parse(name, "")).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "flags", "flags :", "flagship : avx2_of_a_kind", "model name : avx2" })
	void aFileOfAnotherFormGivesNothing(String line) {
		assertThat(parse("amd64", line).instructionSets()).isEmpty();
	}

	@Test
	void thisMachineHasAnArchitecture() {
		assertThat(CpuFeatures.ofThisMachine().toString()).isNotEmpty();
	}

	private static CpuFeatures parse(String architecture, String cpuInfo) {
		return CpuFeatures.parse(architecture, cpuInfo.lines());
	}

}

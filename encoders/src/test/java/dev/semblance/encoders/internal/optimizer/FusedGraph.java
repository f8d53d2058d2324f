package dev.semblance.encoders.internal.optimizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.semblance.encoders.internal.graph.OnnxGraph;
import dev.semblance.encoders.internal.graph.OnnxGraphReader;
import dev.semblance.encoders.internal.graph.OnnxGraphWriter;
import dev.semblance.encoders.internal.runtime.ProbeSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A graph that was fused without anybody comparing what it gives, so that a wrong fusion
 * shows, and that was then compared with the original on other texts than those it was
 * fused by.
 *
 * @param graph the graph
 * @param report what became of it
 */
record FusedGraph(OnnxGraph graph, FusionReport report) {

	private static final Path FOLDER = Path.of("target");

	private static final ProbeBatch PROBE = ProbeBatch.of(TransformerParts.WORDS, 1, 2, 11, 7, 4);

	/** Fuses a graph and checks that it gives the same as before. */
	static FusedGraph of(TransformerParts parts) {
		return of(parts, true);
	}

	/** Fuses a graph that may not see padding before tokens, as one with places does. */
	static FusedGraph paddedOnTheRightOnly(TransformerParts parts) {
		return of(parts, false);
	}

	private static FusedGraph of(TransformerParts parts, boolean paddedOnTheLeft) {
		ByteBuffer original = parts.builder().file();
		OnnxGraph graph = read(original);
		TransformerFusion fusion = new TransformerFusion(graph);
		Set<String> unseen = fusion.prepare();
		Set<String> wanted = new LinkedHashSet<>(graph.outputs());
		wanted.addAll(unseen);
		ByteBuffer extended = OnnxGraphWriter.join(List.of(original, OnnxGraphWriter.outputs(unseen)));
		FusionReport report;
		try (ProbeSession session = ProbeSession.open(extended, FOLDER, "the graph")) {
			report = fusion.fuse(PROBE, session.run(PROBE, wanted));
		}
		ByteBuffer fused = OnnxGraphWriter.join(OnnxGraphWriter.write(graph));
		assertSame(original, fused, Set.copyOf(graph.outputs()), paddedOnTheLeft);
		return new FusedGraph(graph, report);
	}

	private static void assertSame(ByteBuffer original, ByteBuffer fused, Set<String> outputs, boolean left) {
		try (ProbeSession before = ProbeSession.open(original, FOLDER, "the graph");
				ProbeSession after = ProbeSession.open(fused, FOLDER, "the fused graph")) {
			assertSame(before, after, outputs, PROBE);
			assertSame(before, after, outputs, ProbeBatch.of(TransformerParts.WORDS, 1, 2, 5, 5));
			assertSame(before, after, outputs, ProbeBatch.of(TransformerParts.WORDS, 1, 2, 3, 48, 20));
			if (left) {
				assertSame(before, after, outputs, leftPadded());
			}
		}
	}

	private static ProbeBatch leftPadded() {
		return new ProbeBatch(new long[][] { { 7, 9, 31, 8 }, { 1, 1, 40, 41 } },
				new long[][] { { 1, 1, 1, 1 }, { 0, 0, 1, 1 } }, new long[2][4]);
	}

	private static void assertSame(ProbeSession before, ProbeSession after, Set<String> outputs, ProbeBatch batch) {
		Map<String, ProbedTensor> expected = before.run(batch, outputs);
		Map<String, ProbedTensor> actual = after.run(batch, outputs);
		assertThat(expected.keySet()).isEqualTo(outputs);
		expected.forEach((name, tensor) -> {
			ProbedTensor now = Objects.requireNonNull(actual.get(name));
			assertThat(now.shape()).as(name).isEqualTo(tensor.shape());
			for (int i = 0; i < tensor.values().length; i++) {
				assertThat(now.values()[i]).as("element %d of '%s'", i, name)
					.isCloseTo(tensor.values()[i], within(2e-5f * Math.max(1, Math.abs(tensor.values()[i]))));
			}
		});
	}

	/** Checks which operators the fusion made. */
	FusedGraph has(String operator, int count) {
		assertThat(this.graph.nodes(operator)).as("%s, %s", this.report.after(), this.report.unrecognized())
			.hasSize(count);
		return this;
	}

	/** Checks how many nodes of attention leave padding out. */
	FusedGraph hasKeyMasks(int count) {
		assertThat(this.graph.nodes(AttentionFusion.OPERATOR))
			.filteredOn((node) -> !node.input(AttentionFusion.KEY_MASK_INPUT).isEmpty())
			.hasSize(count);
		return this;
	}

	private static OnnxGraph read(ByteBuffer bytes) {
		try {
			return OnnxGraphReader.read(bytes);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}

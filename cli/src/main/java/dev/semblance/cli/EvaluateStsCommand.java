package dev.semblance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.ModelKind;
import dev.semblance.retrieval.dataset.StsDataset;
import dev.semblance.retrieval.evaluation.SentenceSimilarity;
import dev.semblance.retrieval.evaluation.StsEvaluation;
import dev.semblance.retrieval.evaluation.StsScores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Evaluates a model on sentence pairs with gold scores.
 */
@Command(name = "sts",
		description = "Correlates what a model makes of sentence pairs with gold scores: the cosine of dense vectors, the "
				+ "inner product of sparse ones, MaxSim of token vectors, or a cross-encoder's score.")
@SuppressWarnings("NullAway.Init")
final class EvaluateStsCommand implements Callable<Integer> {

	private static final String DEFAULT_SPLIT = "test";

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--data", paramLabel = "FILE", required = true,
			description = "Lines of score, first and second sentence, separated by tabs; or a folder of such files.")
	private Path data;

	@Option(names = "--split", paramLabel = "NAME",
			description = "Which file of a folder, without .tsv (default: " + DEFAULT_SPLIT + ").")
	private @Nullable String split;

	@Option(names = "--kind", paramLabel = "K",
			description = "dense, sparse, multi-vector or cross; a dense model, too, has a vector for each token "
					+ "(default: what the model's files say).")
	private @Nullable ModelKind kind;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		ModelReference reference = this.model.model();
		List<StsDataset.Pair> pairs = StsDataset.read(file());
		try (SentenceSimilarity similarity = load(reference)) {
			StsScores scores = new StsEvaluation(similarity).evaluate(pairs);
			String suffix = scores.similarity().isEmpty() ? "" : "_" + scores.similarity();
			Map<String, Object> values = new LinkedHashMap<>();
			values.put("spearman" + suffix, scores.spearman());
			values.put("pearson" + suffix, scores.pearson());
			values.put("pairs", scores.pairs());
			values.put("truncated_texts", scores.usage().truncatedTexts());
			warnAboutUnusedSplit();
			this.result.print(values);
		}
		return 0;
	}

	private SentenceSimilarity load(ModelReference reference) {
		return switch ((this.kind != null) ? this.kind : reference.kind()) {
			case DENSE -> SentenceSimilarity.of(reference.dense().build());
			case SPARSE -> SentenceSimilarity.of(reference.sparse().build());
			case MULTI_VECTOR -> SentenceSimilarity.of(reference.multiVector());
			case CROSS -> SentenceSimilarity.of(reference.cross().build());
		};
	}

	private Path file() {
		if (Files.isDirectory(this.data)) {
			return this.data.resolve(((this.split != null) ? this.split : DEFAULT_SPLIT) + ".tsv");
		}
		return this.data;
	}

	private void warnAboutUnusedSplit() {
		if (this.split != null && !file().endsWith(this.split + ".tsv")) {
			this.command.commandLine()
				.getErr()
				.println("--split %s was not used: --data names the file %s.".formatted(this.split, this.data));
		}
	}

}

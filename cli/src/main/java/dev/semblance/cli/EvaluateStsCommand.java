package dev.semblance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.retrieval.dataset.StsDataset;
import dev.semblance.retrieval.evaluation.StsEvaluation;
import dev.semblance.retrieval.evaluation.StsScores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Evaluates a dense encoder on sentence pairs with gold scores.
 */
@Command(name = "sts", description = "Correlates the cosine of sentence pairs with gold scores.")
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

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		DenseEncoderBuilder builder = this.model.encoder();
		List<StsDataset.Pair> pairs = StsDataset.read(file());
		try (DenseEncoder encoder = builder.build()) {
			StsScores scores = new StsEvaluation(encoder).evaluate(pairs);
			Map<String, Object> values = new LinkedHashMap<>();
			values.put("spearman_cosine", scores.spearmanCosine());
			values.put("pearson_cosine", scores.pearsonCosine());
			values.put("pairs", scores.pairs());
			values.put("truncated_texts", scores.usage().truncatedTexts());
			warnAboutUnusedSplit();
			this.result.print(values);
		}
		return 0;
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

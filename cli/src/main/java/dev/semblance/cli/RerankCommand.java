package dev.semblance.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.reranking.RerankScores;
import dev.semblance.retrieval.reranking.Reranker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Ranks the texts of a file against a query.
 */
@Command(name = "rerank",
		description = "Ranks texts against a query by a cross-encoder, or by the token vectors of a "
				+ "dense or multi-vector model (MaxSim).")
@SuppressWarnings("NullAway.Init")
final class RerankCommand implements Callable<Integer> {

	/** Texts that are scored between two steps of the progress. */
	private static final int CHUNK_SIZE = 256;

	@Spec
	private CommandSpec command;

	@Mixin
	private ModelOptions model;

	@Option(names = "--query", paramLabel = "Q", required = true, description = "What the texts may answer.")
	private String query;

	@Option(names = "--input", paramLabel = "FILE", required = true,
			description = "One text on each line, or JSON lines with a text if its name ends in .jsonl; blank lines "
					+ "are skipped.")
	private Path input;

	@Option(names = "--top-k", paramLabel = "N", description = "How many of the best to print (default: all).")
	private @Nullable Integer limit;

	@Mixin
	private OutputOptions result;

	@Mixin
	private ProgressOptions progress;

	@Override
	public Integer call() {
		if (this.limit != null && this.limit < 1) {
			throw new ParameterException(this.command.commandLine(),
					"--top-k is %d, but must be 1 or more.".formatted(this.limit));
		}
		ModelReference reference = this.model.model();
		if (this.query.isBlank()) {
			throw new InvalidInputException("The query is empty.", "Ask something.");
		}
		List<String> texts = TextFile.read(this.input);
		long start = System.nanoTime();
		try (Reranker reranker = RerankerLoader.load(reference, 0)) {
			double[] scores = new double[texts.size()];
			TokenUsage usage = score(reranker, texts, scores);
			Map<String, Object> values = new LinkedHashMap<>();
			values.put("texts", texts.size());
			values.put("tokens", usage.tokens());
			values.put("truncated_texts", usage.truncatedTexts());
			values.put("seconds", Seconds.since(start));
			values.put("ranking", ranking(texts, scores));
			this.result.print(values);
		}
		return 0;
	}

	private TokenUsage score(Reranker reranker, List<String> texts, double[] scores) {
		TokenUsage usage = TokenUsage.NONE;
		try (Progress shown = this.progress.start("Reranking", texts.size())) {
			for (int start = 0; start < scores.length; start += CHUNK_SIZE) {
				int end = Math.min(start + CHUNK_SIZE, scores.length);
				RerankScores chunk = reranker.score(this.query, texts.subList(start, end));
				System.arraycopy(chunk.values(), 0, scores, start, end - start);
				usage = usage.plus(chunk.usage());
				shown.to(end);
			}
		}
		return usage;
	}

	private List<Map<String, Object>> ranking(List<String> texts, double[] scores) {
		return IntStream.range(0, scores.length)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer position) -> scores[position]).reversed())
			.limit((this.limit != null) ? this.limit : scores.length)
			.map((position) -> {
				Map<String, Object> line = new LinkedHashMap<>();
				line.put("score", scores[position]);
				line.put("position", position);
				line.put("text", texts.get(position));
				return line;
			})
			.toList();
	}

}

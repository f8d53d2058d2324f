package dev.semblance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.semblance.encoders.TokenUsage;
import dev.semblance.retrieval.dataset.LineReader;
import dev.semblance.retrieval.dataset.TextLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Encodes the texts of a file into a file of vectors.
 */
@Command(name = "encode",
		description = "Encodes texts: one JSON object on each line, with the text and its vector; of a sparse encoder with "
				+ "text, indices and values, of a multi-vector encoder with text and vectors.")
@SuppressWarnings("NullAway.Init")
final class EncodeCommand implements Callable<Integer> {

	@Mixin
	private ModelOptions model;

	@Option(names = "--input", paramLabel = "FILE", required = true,
			description = "One text on each line, or JSON lines with a text if its name ends in .jsonl; blank lines "
					+ "are skipped.")
	private Path input;

	@Option(names = "--output", paramLabel = "FILE", required = true,
			description = "Where the JSON lines go; the file appears, or is replaced, when all is done.")
	private Path output;

	@Option(names = "--prompt-name", paramLabel = "NAME",
			description = "query, document, or another of the model's prompts (default: the model's default prompt).")
	private @Nullable String promptName;

	@Mixin
	private EncodingOptions encoding;

	@Mixin
	private OutputOptions result;

	@Mixin
	private ProgressOptions progress;

	@Override
	public Integer call() {
		long start = System.nanoTime();
		PromptName prompt = PromptName.of(this.promptName);
		ModelReference reference = this.model.model();
		try (LineReader<String> texts = TextLines.open(this.input);
				OutputFile file = OutputFile.create(this.output);
				FileEncoder encoder = this.encoding.load(reference, prompt);
				Progress shown = this.progress.start("Encoding", -1)) {
			long count = 0;
			TokenUsage usage = TokenUsage.NONE;
			while (texts.hasNext()) {
				List<String> chunk = nextChunk(texts, encoder.chunkSize());
				FileEncoder.Lines encoded = encoder.encode(chunk, prompt);
				encoded.lines().forEach((line) -> file.writeLine(ResultJson.of(line)));
				count += chunk.size();
				usage = usage.plus(encoded.usage());
				shown.to(count);
			}
			file.complete();
			Map<String, Object> values = new LinkedHashMap<>();
			values.put("texts", count);
			values.put("dimensions", encoder.dimensions());
			values.put("tokens", usage.tokens());
			values.put("truncated_texts", usage.truncatedTexts());
			values.put("seconds", Seconds.since(start));
			this.result.print(values);
		}
		return 0;
	}

	private static List<String> nextChunk(Iterator<String> texts, int size) {
		List<String> chunk = new ArrayList<>();
		while (texts.hasNext() && chunk.size() < size) {
			chunk.add(texts.next());
		}
		return chunk;
	}

}

package dev.semblance.benchmarks.langchain4j;

import java.io.IOException;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import dev.semblance.benchmarks.protocol.Contestant;
import dev.semblance.benchmarks.protocol.ContestantServer;

/**
 * LangChain4j's packaged model with its own defaults. Its tokenizer cuts at 128 tokens
 * and nothing can change that, so another length is refused: it would compare different
 * work.
 */
final class LangChain4jContestant implements Contestant {

	private static final int MAX_LENGTH = 128;

	private EmbeddingModel model;

	private LangChain4jContestant() {
	}

	public static void main(String[] arguments) throws IOException {
		ContestantServer.serve(new LangChain4jContestant());
	}

	@Override
	public void load(int maxLength) {
		if (maxLength != MAX_LENGTH) {
			throw new IllegalArgumentException("The packaged model always cuts at " + MAX_LENGTH + " tokens");
		}
		this.model = new AllMiniLmL6V2EmbeddingModel();
	}

	@Override
	public List<float[]> encodeAll(List<String> texts) {
		List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
		return this.model.embedAll(segments).content().stream().map(Embedding::vector).toList();
	}

	@Override
	public float[] encodeOne(String text) {
		return this.model.embed(text).content().vector();
	}

}

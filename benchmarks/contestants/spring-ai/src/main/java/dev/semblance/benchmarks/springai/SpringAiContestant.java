package dev.semblance.benchmarks.springai;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.semblance.benchmarks.protocol.Contestant;
import dev.semblance.benchmarks.protocol.ContestantServer;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.transformers.TransformersEmbeddingModel;

/**
 * Spring AI's local model. Only the tokenizer's length is set: without it the file's own
 * fixed padding to 128 tokens would stay. It does not normalize its vectors.
 */
final class SpringAiContestant implements Contestant {

	private EmbeddingModel model;

	private SpringAiContestant() {
	}

	public static void main(String[] arguments) throws IOException {
		// DJL reads both when its classes load; without them it looks for the network.
		System.setProperty("RUST_FLAVOR", "cpu");
		System.setProperty("OPT_OUT_TRACKING", "true");
		ContestantServer.serve(new SpringAiContestant());
	}

	@Override
	public void load(int maxLength) throws Exception {
		String length = Integer.toString(maxLength);
		TransformersEmbeddingModel transformers = new TransformersEmbeddingModel();
		transformers.setModelResource("classpath:/all-minilm-l6-v2.onnx");
		transformers.setTokenizerResource("classpath:/all-minilm-l6-v2-tokenizer.json");
		transformers.setTokenizerOptions(
				Map.of("padding", "true", "truncation", "true", "maxLength", length, "modelMaxLength", length));
		transformers.setDisableCaching(true);
		transformers.afterPropertiesSet();
		this.model = transformers;
	}

	@Override
	public List<float[]> encodeAll(List<String> texts) {
		return this.model.embed(texts);
	}

	@Override
	public float[] encodeOne(String text) {
		return this.model.embed(text);
	}

}

package dev.semblance.encoders.internal.dense;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TokenEncoding;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.loading.UnitLength;
import dev.semblance.encoders.internal.lookup.BareTokens;
import dev.semblance.encoders.internal.lookup.StaticEmbedding;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import org.jspecify.annotations.Nullable;

/**
 * Vectors looked up in a table, without a transformer.
 */
final class StaticRoute implements DenseRoute {

	private final BareTokens tokens;

	private final StaticEmbedding table;

	private final boolean normalized;

	StaticRoute(BareTokens tokens, StaticEmbedding table, boolean normalized) {
		this.tokens = tokens;
		this.table = table;
		this.normalized = normalized;
	}

	@Override
	public int dimensions() {
		return this.table.dimensions();
	}

	@Override
	public int maxLength() {
		return this.tokens.maxLength();
	}

	@Override
	public String pooling() {
		return "static";
	}

	@Override
	public boolean normalized() {
		return this.normalized;
	}

	@Override
	public Device device() {
		return new Device.Cpu();
	}

	@Override
	public @Nullable RunningGraph running() {
		return null;
	}

	@Override
	public DenseEncoding encode(List<String> texts, String prompt) {
		List<TokenizedText> tokenized = this.tokens.tokenize(texts, prompt);
		List<float[]> vectors = new ArrayList<>(texts.size());
		for (TokenizedText text : tokenized) {
			float[] vector = this.table.encode(text.ids());
			if (this.normalized) {
				UnitLength.apply(vector, 0, vector.length);
			}
			vectors.add(vector);
		}
		return new DenseEncoding(vectors, TransformerRunner.usage(tokenized));
	}

	@Override
	public TokenEncoding encodeTokens(List<String> texts, String prompt) {
		throw new InvalidInputException("The model looks its vectors up and has none per token in context.",
				"Use a model with a transformer.");
	}

	@Override
	public List<Integer> countTokens(List<String> texts) {
		return this.tokens.count(texts);
	}

	@Override
	public EncoderStatistics statistics() {
		return this.tokens.statistics();
	}

	@Override
	public void close() {
		this.tokens.close();
	}

}

package dev.semblance.encoders.internal.sparse;

import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.lookup.BareTokens;
import dev.semblance.encoders.internal.lookup.SparseStaticEmbedding;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.internal.transformer.TransformerRunner;
import org.jspecify.annotations.Nullable;

/**
 * Weights looked up in a table, without a transformer.
 */
final class LookupRoute implements SparseRoute {

	private final BareTokens tokens;

	private final SparseStaticEmbedding table;

	private final @Nullable Integer limit;

	LookupRoute(BareTokens tokens, SparseStaticEmbedding table, @Nullable Integer limit) {
		this.tokens = tokens;
		this.table = table;
		this.limit = limit;
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
	public Device device() {
		return new Device.Cpu();
	}

	@Override
	public @Nullable RunningGraph running() {
		return null;
	}

	@Override
	public TextTokenizer tokenizer() {
		return this.tokens.tokenizer();
	}

	@Override
	public SparseEncoding encode(List<String> texts, String prompt) {
		List<TokenizedText> tokenized = this.tokens.tokenize(texts, prompt);
		return new SparseEncoding(tokenized.stream()
			.map((text) -> this.table.encode(text.ids()))
			.map((vector) -> (this.limit != null) ? vector.top(this.limit) : vector)
			.toList(), TransformerRunner.usage(tokenized));
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

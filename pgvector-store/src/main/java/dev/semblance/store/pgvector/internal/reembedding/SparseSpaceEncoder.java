package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;

import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseEncoding;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;
import dev.semblance.store.pgvector.internal.wire.VectorCodecs;

/**
 * Makes sparse vectors.
 *
 * @param encoder the encoder
 * @param vectors checks and cuts them
 */
record SparseSpaceEncoder(SparseEncoder encoder, SparseVectors vectors) implements SpaceEncoder<SparseVector> {

	@Override
	public EncodedTexts<SparseVector> encode(List<String> texts, TextRole role) {
		SparseEncoding encoding = this.encoder.encode(texts, role);
		return new EncodedTexts<>(encoding.vectors(), encoding.usage());
	}

	@Override
	public SparseVector checked(SparseVector vector, String owner) {
		return this.vectors.ofDocument(vector, owner);
	}

	@Override
	public VectorCodec<SparseVector> codec() {
		return VectorCodecs.SPARSEVEC;
	}

	@Override
	public LegQuery query(SparseVector vector) {
		return new LegQuery.SparseQuery(vector, 1);
	}

	@Override
	public long cut() {
		return this.vectors.cut();
	}

}

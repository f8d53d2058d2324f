package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoding;
import dev.semblance.encoders.TextRole;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.store.pgvector.internal.ingest.DenseVectors;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.wire.VectorCodec;
import dev.semblance.store.pgvector.internal.wire.VectorCodecs;

/**
 * Makes dense vectors.
 *
 * @param encoder the encoder
 * @param vectors checks them
 */
record DenseSpaceEncoder(DenseEncoder encoder, DenseVectors vectors) implements SpaceEncoder<float[]> {

	@Override
	public EncodedTexts<float[]> encode(List<String> texts, TextRole role) {
		DenseEncoding encoding = this.encoder.encode(texts, role);
		return new EncodedTexts<>(encoding.vectors(), encoding.usage());
	}

	@Override
	public float[] checked(float[] vector, String owner) {
		return this.vectors.checked(vector, owner);
	}

	@Override
	public VectorCodec<float[]> codec() {
		return (this.vectors.space().precision() == Precision.HALF) ? VectorCodecs.HALFVEC : VectorCodecs.VECTOR;
	}

	@Override
	public LegQuery query(float[] vector) {
		return new LegQuery.DenseQuery(vector, 1, false);
	}

	@Override
	public long cut() {
		return 0;
	}

}

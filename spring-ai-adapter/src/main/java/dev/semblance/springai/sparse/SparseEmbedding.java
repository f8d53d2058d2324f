package dev.semblance.springai.sparse;

import dev.semblance.encoders.SparseVector;

import org.springframework.ai.embedding.EmbeddingResultMetadata;
import org.springframework.ai.model.ModelResult;
import org.springframework.ai.model.ResultMetadata;

/**
 * The sparse vector of one text.
 *
 * @param vector the vector
 * @param index where the text stood in the request, from 0
 */
public record SparseEmbedding(SparseVector vector, int index) implements ModelResult<SparseVector> {

	@Override
	public SparseVector getOutput() {
		return this.vector;
	}

	@Override
	public ResultMetadata getMetadata() {
		return EmbeddingResultMetadata.EMPTY;
	}

}

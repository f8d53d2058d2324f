package dev.semblance.encoders.internal.lookup;

import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;

/** TEMPORARY. */
public final class SparseStaticEmbedding {

	public static SparseStaticEmbedding read(ModelFiles files, ModelModule.SparseStaticEmbedding module,
			TextTokenizer tokenizer) {
		return new SparseStaticEmbedding();
	}

	public int dimensions() {
		return 1;
	}

	public SparseVector encode(long[] ids) {
		return new SparseVector(1, new int[0], new float[0]);
	}

}

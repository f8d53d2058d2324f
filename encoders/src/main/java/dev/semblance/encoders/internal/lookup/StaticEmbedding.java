package dev.semblance.encoders.internal.lookup;

import dev.semblance.encoders.internal.model.ModelFiles;

/** TEMPORARY. */
public final class StaticEmbedding {

	public static StaticEmbedding read(ModelFiles files, String folder) {
		return new StaticEmbedding();
	}

	public int dimensions() {
		return 1;
	}

	public float[] encode(long[] ids) {
		return new float[1];
	}

}

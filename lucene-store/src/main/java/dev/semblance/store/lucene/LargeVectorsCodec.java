package dev.semblance.store.lucene;

import java.io.IOException;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own codec, with room for longer vectors. What it writes is what Lucene writes,
 * under Lucene's names, so that reading needs no code of ours.
 */
final class LargeVectorsCodec extends Lucene912Codec {

	/** Longest vector, where Lucene by itself stops at 1024. */
	static final int MAX_DIMENSIONS = 4096;

	/** Neighbours of a node in the HNSW graph: Lucene's default. */
	private static final int NEIGHBOURS = 16;

	/**
	 * Nodes looked at while a node finds its neighbours: Lucene's default. Merging
	 * segments means building graphs, so a larger one is paid for in every ingest, while
	 * {@link DenseLeg} gets the same recall by asking for more.
	 */
	private static final int BUILD_BEAM = 100;

	private final KnnVectorsFormat vectors = new LargeVectorsFormat();

	@Override
	public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
		return this.vectors;
	}

	private static final class LargeVectorsFormat extends KnnVectorsFormat {

		private final KnnVectorsFormat hnsw = new Lucene99HnswVectorsFormat(NEIGHBOURS, BUILD_BEAM);

		LargeVectorsFormat() {
			super("Lucene99HnswVectorsFormat");
		}

		@Override
		public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
			return this.hnsw.fieldsWriter(state);
		}

		@Override
		public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
			return this.hnsw.fieldsReader(state);
		}

		@Override
		public int getMaxDimensions(String field) {
			return MAX_DIMENSIONS;
		}

	}

}

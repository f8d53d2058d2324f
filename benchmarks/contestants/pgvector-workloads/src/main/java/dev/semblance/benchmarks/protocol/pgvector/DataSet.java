package dev.semblance.benchmarks.protocol.pgvector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data set that {@code PrepareData} wrote, in memory. The benchmarks' README
 * describes its files.
 */
public final class DataSet {

	/** How many true neighbours each query has. */
	public static final int NEIGHBOURS = 10;

	/** The bucket whose true neighbours are known. */
	public static final int KEPT_BUCKET = 7;

	private final Path folder;

	private final int dimensions;

	private final List<Document> documents = new ArrayList<>();

	private final List<Query> queries = new ArrayList<>();

	private final Map<String, Document> byId = new HashMap<>();

	private DataSet(Path folder) throws IOException {
		this.folder = folder;
		Map<String, Object> description = FlatJson.parse(Files.readString(folder.resolve("dataset.json")));
		this.dimensions = ((Long) description.get("dimensions")).intValue();
		readDocuments();
		readQueries();
	}

	/**
	 * Reads a data set.
	 * @param folder the folder it was written to
	 * @return the data set
	 * @throws IOException if a file is missing, which {@code dataset.json} is until all
	 * is written
	 */
	public static DataSet read(Path folder) throws IOException {
		return new DataSet(folder);
	}

	/**
	 * Returns the length of dense vectors.
	 * @return the number of dimensions
	 */
	public int dimensions() {
		return this.dimensions;
	}

	/**
	 * Returns all documents.
	 * @return the documents in the order of the corpus
	 */
	public List<Document> documents() {
		return this.documents;
	}

	/**
	 * Returns all queries.
	 * @return the queries
	 */
	public List<Query> queries() {
		return this.queries;
	}

	/**
	 * Reads the true neighbours by dense vectors.
	 * @return of each query, among all documents
	 * @throws IOException if the file cannot be read
	 */
	public Truth dense() throws IOException {
		return new Truth("truth-dense.bin", false);
	}

	/**
	 * Reads the true neighbours by dense vectors in the bucket {@value #KEPT_BUCKET}.
	 * @return of each query
	 * @throws IOException if the file cannot be read
	 */
	public Truth denseInBucket() throws IOException {
		return new Truth("truth-dense-filtered.bin", false);
	}

	/**
	 * Reads the true neighbours by sparse vectors.
	 * @return of each query, among all documents
	 * @throws IOException if the file cannot be read
	 */
	public Truth sparse() throws IOException {
		return new Truth("truth-sparse.bin", true);
	}

	private void readDocuments() throws IOException {
		ByteBuffer vectors = map("documents.f32");
		ByteBuffer sparse = map("documents.sparse");
		try (var lines = Files.lines(this.folder.resolve("documents.jsonl"))) {
			lines.forEachOrdered((line) -> {
				Map<String, Object> json = FlatJson.parse(line);
				@SuppressWarnings("unchecked")
				Map<String, Object> metadata = (Map<String, Object>) json.get("metadata");
				Document document = new Document((String) json.get("id"), (String) json.get("text"), metadata,
						vector(vectors), sparse(sparse));
				this.documents.add(document);
				this.byId.put(document.id, document);
			});
		}
	}

	private void readQueries() throws IOException {
		ByteBuffer vectors = map("queries.f32");
		ByteBuffer sparse = map("queries.sparse");
		for (String line : Files.readAllLines(this.folder.resolve("queries.jsonl"))) {
			this.queries.add(new Query((String) FlatJson.parse(line).get("text"), vector(vectors), sparse(sparse)));
		}
	}

	private float[] vector(ByteBuffer buffer) {
		float[] vector = new float[this.dimensions];
		buffer.asFloatBuffer().get(vector);
		buffer.position(buffer.position() + vector.length * Float.BYTES);
		return vector;
	}

	private static SparseWeights sparse(ByteBuffer buffer) {
		int count = buffer.getInt();
		int[] indices = new int[count];
		float[] values = new float[count];
		for (int i = 0; i < count; i++) {
			indices[i] = buffer.getInt();
		}
		for (int i = 0; i < count; i++) {
			values[i] = buffer.getFloat();
		}
		return new SparseWeights(indices, values);
	}

	private ByteBuffer map(String name) throws IOException {
		try (FileChannel channel = FileChannel.open(this.folder.resolve(name))) {
			return channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
		}
	}

	private static double product(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (double) left[i] * right[i];
		}
		return sum;
	}

	/**
	 * A document.
	 *
	 * @param id a UUID
	 * @param text its text
	 * @param metadata strings, longs and booleans
	 * @param vector its dense vector, of unit length
	 * @param sparse its BM25 vector
	 */
	public record Document(String id, String text, Map<String, Object> metadata, float[] vector, SparseWeights sparse) {

	}

	/**
	 * A query.
	 *
	 * @param text its text
	 * @param vector its dense vector, of unit length
	 * @param sparse its BM25 vector
	 */
	public record Query(String text, float[] vector, SparseWeights sparse) {

	}

	/**
	 * A sparse vector of 1,000,000,000 dimensions.
	 *
	 * @param indices dimensions from 0, ascending
	 * @param values their values, not 0
	 */
	public record SparseWeights(int[] indices, float[] values) {

		double product(SparseWeights other) {
			double sum = 0;
			int right = 0;
			for (int left = 0; left < this.indices.length; left++) {
				while (right < other.indices.length && other.indices[right] < this.indices[left]) {
					right++;
				}
				if (right < other.indices.length && other.indices[right] == this.indices[left]) {
					sum += (double) this.values[left] * other.values[right];
				}
			}
			return sum;
		}

	}

	/** The true neighbours of all queries. */
	public final class Truth {

		/** Two sums of the same products in another order differ by less. */
		private static final double TOLERANCE = 1e-6;

		private final boolean bySparse;

		/** Of each query the rows, then the scores. */
		private final ByteBuffer neighbours;

		private Truth(String file, boolean bySparse) throws IOException {
			this.bySparse = bySparse;
			this.neighbours = map(file);
		}

		/**
		 * Measures how much of what should be found was found. A document as good as the
		 * last neighbour is as right as that one: texts with the same words have the same
		 * sparse vector.
		 * @param query place of the query
		 * @param ids what was found
		 * @return the share, 0 to 1
		 */
		public double recall(int query, List<String> ids) {
			int start = query * NEIGHBOURS * (Integer.BYTES + Float.BYTES);
			int wanted = 0;
			while (wanted < NEIGHBOURS && this.neighbours.getInt(start + wanted * Integer.BYTES) >= 0) {
				wanted++;
			}
			if (wanted == 0) {
				return 1;
			}
			double worst = this.neighbours.getFloat(start + NEIGHBOURS * Integer.BYTES + (wanted - 1) * Float.BYTES);
			double tolerance = TOLERANCE * Math.max(1, Math.abs(worst));
			Query asked = DataSet.this.queries.get(query);
			long right = ids.stream()
				.distinct()
				.limit(wanted)
				.filter((id) -> score(asked, DataSet.this.byId.get(id)) >= worst - tolerance)
				.count();
			return (double) right / wanted;
		}

		private double score(Query query, Document document) {
			return this.bySparse ? query.sparse.product(document.sparse) : product(query.vector, document.vector);
		}

	}

}

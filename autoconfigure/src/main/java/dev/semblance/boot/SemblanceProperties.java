package dev.semblance.boot;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.semblance.encoders.GpuSettings.AttentionKernel;
import dev.semblance.encoders.GpuSettings.MemoryGrowth;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.Truncation;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.RerankSettings;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.store.pgvector.PgVectorStoreBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param dense the dense encoder
 * @param sparse the sparse encoder
 * @param multiVector the multi-vector encoder
 * @param reranker the reranker
 * @param hub where models come from
 * @param runtime where and how models run
 * @param store the document store
 * @param retrieval how the retriever searches
 */
@ConfigurationProperties("semblance")
public record SemblanceProperties(@DefaultValue Dense dense, @DefaultValue Sparse sparse,
		@DefaultValue MultiVector multiVector, @DefaultValue Reranker reranker, @DefaultValue Hub hub,
		@DefaultValue ModelRuntime runtime, @DefaultValue Store store, @DefaultValue Retrieval retrieval) {

	/**
	 * The dense encoder.
	 *
	 * @param model Model to encode with: a hub id such as 'BAAI/bge-small-en-v1.5', which
	 * is downloaded once unless it is on the class path, or a folder in the layout of
	 * sentence-transformers. Without it the application starts, and neither an encoder
	 * nor what needs one is auto-configured.
	 * @param revision Branch, tag or commit of a model from the hub; the branch 'main' if
	 * not set. What is on the class path has no revision: with one, the model is taken
	 * from the hub.
	 * @param precision In which numbers the model computes, which decides which of its
	 * ONNX files runs: 'fp32', 'fp16', 'int8', which runs on the CPU only, or 'auto',
	 * which is single precision on a CPU and half precision on a GPU as far as the model
	 * has it. Single precision is converted to the 'fp16' or 'int8' that a model lacks.
	 * See Variants and precision.
	 * @param optimized Whether a transformer in single precision is optimized when it is
	 * loaded for the first time, so that it computes the same in fewer and larger steps.
	 * See The optimizer.
	 * @param device Device to run on, if not that of the runtime.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set; it may be raised up to the number of positions the model has.
	 * @param truncation What happens to a text that is longer: 'count' cuts it and counts
	 * it in the call's usage, 'fail' refuses the call.
	 * @param prompts Prompts by name that replace the model's own:
	 * 'semblance.dense.prompts.query', 'semblance.dense.prompts.document'. An empty
	 * prompt means none. A prompt ends in a blank more often than not: in YAML, put it in
	 * quotes.
	 * @param dimensions Dimensions to keep of each vector, for models that were trained
	 * for it. All if not set.
	 * @param primary Whether this one of several named encoders is taken where one is
	 * needed.
	 */
	public record Dense(@Nullable String model, @Nullable String revision, @DefaultValue("auto") String precision,
			@DefaultValue("true") boolean optimized, @Nullable String device, @Nullable Integer maxLength,
			@DefaultValue("count") Truncation truncation, @DefaultValue Map<String, String> prompts,
			@Nullable Integer dimensions, @DefaultValue("false") boolean primary) implements ModelProperties {

		/**
		 * Copies the prompts.
		 */
		public Dense {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * The sparse encoder.
	 *
	 * @param model Model to encode with: a hub id, which is downloaded once, or a folder
	 * in the layout of sentence-transformers. Without it there is no sparse encoder.
	 * @param revision Branch, tag or commit of a model from the hub. The branch 'main' if
	 * not set.
	 * @param precision In which numbers the model computes: 'auto', 'fp32', 'fp16' or
	 * 'int8'.
	 * @param optimized Whether a transformer in single precision is optimized.
	 * @param device Device to run on, if not that of the runtime.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set.
	 * @param truncation What happens to a text that is longer: cut and count it, or fail.
	 * @param prompts Prompts by name that replace the model's own, such as 'query' and
	 * 'document'.
	 * @param maxActiveDimensions Largest values of each vector to keep. As the model says
	 * if not set.
	 */
	public record Sparse(@Nullable String model, @Nullable String revision, @DefaultValue("auto") String precision,
			@DefaultValue("true") boolean optimized, @Nullable String device, @Nullable Integer maxLength,
			@DefaultValue("count") Truncation truncation, @DefaultValue Map<String, String> prompts,
			@Nullable Integer maxActiveDimensions) implements ModelProperties {

		/**
		 * Copies the prompts.
		 */
		public Sparse {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * The multi-vector encoder.
	 *
	 * @param model Model to encode with: a hub id, which is downloaded once, or a folder
	 * in the layout of sentence-transformers. Without it there is no multi-vector
	 * encoder.
	 * @param revision Branch, tag or commit of a model from the hub. The branch 'main' if
	 * not set.
	 * @param precision In which numbers the model computes: 'auto', 'fp32', 'fp16' or
	 * 'int8'.
	 * @param optimized Whether a transformer in single precision is optimized.
	 * @param device Device to run on, if not that of the runtime.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set.
	 * @param truncation What happens to a text that is longer: cut and count it, or fail.
	 * @param prompts Prompts by name that replace the model's own, such as 'query' and
	 * 'document'.
	 */
	public record MultiVector(@Nullable String model, @Nullable String revision, @DefaultValue("auto") String precision,
			@DefaultValue("true") boolean optimized, @Nullable String device, @Nullable Integer maxLength,
			@DefaultValue("count") Truncation truncation,
			@DefaultValue Map<String, String> prompts) implements ModelProperties {

		/**
		 * Copies the prompts.
		 */
		public MultiVector {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * The reranker.
	 *
	 * @param model Model to rerank with: a cross-encoder, or a dense or multi-vector
	 * model whose token vectors then rerank by MaxSim. That of the dense encoder is not
	 * loaded twice. Without it there is no reranker.
	 * @param revision Branch, tag or commit of a model from the hub. The branch 'main' if
	 * not set.
	 * @param precision In which numbers the model computes: 'auto', 'fp32', 'fp16' or
	 * 'int8'.
	 * @param optimized Whether a transformer in single precision is optimized.
	 * @param device Device to run on, if not that of the runtime.
	 * @param maxLength Longest input in tokens, special tokens included. The model's own
	 * if not set.
	 * @param truncation What happens to a text that is longer: cut and count it, or fail.
	 * @param prompts Prompts by name that replace the model's own, such as 'query' and
	 * 'document'.
	 * @param cache Memory for the token vectors of documents that were reranked before.
	 */
	public record Reranker(@Nullable String model, @Nullable String revision, @DefaultValue("auto") String precision,
			@DefaultValue("true") boolean optimized, @Nullable String device, @Nullable Integer maxLength,
			@DefaultValue("count") Truncation truncation, @DefaultValue Map<String, String> prompts,
			@DefaultValue("256MB") DataSize cache) implements ModelProperties {

		/**
		 * Copies the prompts.
		 */
		public Reranker {
			prompts = Map.copyOf(prompts);
		}

	}

	/**
	 * Where models come from. What is not set is what the environment says.
	 *
	 * @param endpoint Address of the hub, for example of a mirror. That of 'HF_ENDPOINT',
	 * else 'https://huggingface.co', if not set.
	 * @param token Token that opens gated and private models. That of 'HF_TOKEN', else of
	 * Hugging Face's tools, if not set. It is sent to the endpoint only, and not shown
	 * when the application does not start.
	 * @param home Directory that models and native libraries are kept in, see The cache.
	 * That of 'SEMBLANCE_HOME', else '.cache/semblance' in the user's home, if not set.
	 * @param offline Whether nothing is downloaded: a model that is not there keeps the
	 * application from starting. As 'HF_HUB_OFFLINE' says if not set.
	 * @param plainHttp Whether a hub on another machine may be asked without encryption,
	 * although anybody in between could replace a model. As 'SEMBLANCE_PLAIN_HTTP' says
	 * if not set.
	 * @param certificates File of certificates in PEM form to trust beside those of the
	 * Java platform, for example that of a proxy. That of 'SSL_CERT_FILE' if not set.
	 * @param maxFileSize Size of the largest file that is downloaded, such as '2GB'. As
	 * 'SEMBLANCE_MAX_FILE_SIZE' says, else 20,000,000,000 bytes, if not set.
	 */
	public record Hub(@Nullable String endpoint, @Nullable String token, @Nullable String home,
			@Nullable Boolean offline, @Nullable Boolean plainHttp, @Nullable String certificates,
			@Nullable DataSize maxFileSize) {

		/**
		 * Returns what is set. Nobody prints the token by chance.
		 * @return all values but the token
		 */
		@Override
		public String toString() {
			return "Hub[endpoint=%s, token=%s, home=%s, offline=%s, plainHttp=%s, certificates=%s, maxFileSize=%s]"
				.formatted(this.endpoint, (this.token != null) ? "***" : null, this.home, this.offline, this.plainHttp,
						this.certificates, this.maxFileSize);
		}

	}

	/**
	 * Where and how models run.
	 *
	 * @param device Device to run on: 'auto' is the first GPU if it can be used and else
	 * the CPU; 'cpu', 'cuda' (the first GPU), 'cuda:N', 'tensorrt' and 'tensorrt:N' are
	 * used or the application does not start.
	 * @param onnxRuntime Build of ONNX Runtime to load, if not the one on the class path:
	 * a directory of its native libraries, or a jar that holds them. That of
	 * 'SEMBLANCE_ONNXRUNTIME' if not set. The process must not have loaded another one.
	 * @param tokenBudget Tokens of one batch, padding included, from 1 to 131072; a
	 * single longer text runs alone. If not set, it is fitted to the device when the
	 * model is loaded: on a CPU 512, or as many as a lane runs in 250 milliseconds if
	 * those are fewer; on a GPU 32768, or as many as its memory holds or are run in 100
	 * milliseconds.
	 * @param lanes Batches that the CPU runs at a time, each on one thread, from 1 to
	 * 1024. The number of physical cores if not set. A GPU runs one at a time.
	 * @param latencyThreads Threads of a batch that has the CPU to itself, such as a
	 * single query on an idle machine; no more than lanes. The number of lanes, but at
	 * most 4, if not set. With more than 1, the weights of models up to 1 GB are held
	 * twice.
	 * @param spinning Whether these threads wait for each other actively, which makes
	 * single queries faster and takes the cores for the milliseconds of a run and 5
	 * milliseconds after it.
	 * @param maxCalls Calls that may wait or run on a device at a time; more are refused
	 * with an 'OverloadedException'.
	 * @param maxTokens Tokens that may wait or run on a device at a time, 1 or more; what
	 * does not fit in is refused with an 'OverloadedException'. 131072 on a CPU and
	 * 1048576 on a GPU if not set.
	 * @param timeout Longest time of a call to an encoder, waiting included, such as
	 * '2s'; a later one fails with a 'DeadlineExceededException'. Without a limit if not
	 * set.
	 * @param closeTimeout How long closing an encoder, and so the application, waits for
	 * the calls in flight before it ends them.
	 * @param gpu how models use a GPU
	 */
	public record ModelRuntime(@DefaultValue("auto") String device, @Nullable String onnxRuntime,
			@Nullable Integer tokenBudget, @Nullable Integer lanes, @Nullable Integer latencyThreads,
			@DefaultValue("true") boolean spinning,
			@DefaultValue("" + InferenceRuntime.Builder.DEFAULT_MAX_CALLS) int maxCalls, @Nullable Long maxTokens,
			@Nullable Duration timeout, @DefaultValue("30s") Duration closeTimeout, @DefaultValue Gpu gpu) {
	}

	/**
	 * How models use a GPU.
	 *
	 * @param memoryLimit Most memory of the GPU that each model may take, its weights
	 * included, such as '4GB'. As much as there is if not set.
	 * @param memoryGrowth By how much a model's memory grows when it needs more:
	 * 'as-needed', which takes the least, or 'doubling', which asks the driver less
	 * often.
	 * @param tensorFloat32 Whether products in single precision take factors of 10
	 * instead of 23 bits behind the point, which is several times as fast.
	 * @param attention Ways to compute attention that may be taken by fused models:
	 * 'flash', 'efficient', 'fused', 'cudnn', 'plain'. What ONNX Runtime chooses if
	 * empty.
	 * @param unpadded Whether padding is taken out of the graphs of optimized models, so
	 * that a batch of texts of different lengths costs its tokens only. On CUDA only.
	 */
	public record Gpu(@Nullable DataSize memoryLimit, @DefaultValue("as-needed") MemoryGrowth memoryGrowth,
			@DefaultValue("true") boolean tensorFloat32, @DefaultValue Set<AttentionKernel> attention,
			@DefaultValue("false") boolean unpadded) {

		/**
		 * Copies the ways.
		 */
		public Gpu {
			attention = Set.copyOf(attention);
		}

	}

	/**
	 * The document store.
	 *
	 * @param type Document store to auto-configure: 'lucene', embedded in the
	 * application, 'pgvector', in PostgreSQL, or 'none'.
	 * @param path Directory of the store. Without it the store is kept in memory and gone
	 * after a restart.
	 * @param language Language of the documents, for stemming and stop words of the
	 * lexical leg: a name such as 'german', 'cjk' for Chinese, Japanese and Korean, or
	 * 'standard' for words as they are written. A store on disk keeps its language.
	 * @param pgvector the store in PostgreSQL
	 */
	public record Store(@DefaultValue("lucene") StoreType type, @Nullable String path,
			@DefaultValue("english") String language, @DefaultValue PgVector pgvector) {
	}

	/**
	 * The store in PostgreSQL.
	 *
	 * @param url JDBC URL of the database, for connections of the store's own. The
	 * application's DataSource is used if not set.
	 * @param username Name to log in to the database with.
	 * @param password Password to log in to the database with.
	 * @param replicaUrl JDBC URL of a read-only replica that searches go to, with the
	 * name and password of the store's own connections, or of these properties where the
	 * application's DataSource is used. They go to the database if not set.
	 * @param connections Most connections of the store's own, to the database and to the
	 * replica each.
	 * @param schema Schema of the tables.
	 * @param collection Collection of documents within the schema.
	 * @param tenant Tenant whose documents are written and found. Nobody in particular if
	 * not set.
	 * @param partitionByTenant Whether tables of vectors that are created have a
	 * partition for each tenant that wants one.
	 * @param ownPartition Whether the tenant is to have partitions of its own, which are
	 * created at the start.
	 * @param createTables Whether missing tables and indexes are created.
	 * @param precision How the numbers of dense vectors are kept: 'single' or 'half'.
	 * @param denseIndex How the dense leg searches a large collection: by 'hnsw', by
	 * 'hnsw-of-signs', a small index for many dimensions, or exactly with 'none'.
	 * @param sparseIndex How the sparse leg searches: exactly with 'none', or by 'hnsw'.
	 * @param indexFrom Documents from which on a collection gets HNSW indexes.
	 * @param exactBelow Documents that a filter may leave to be answered exactly.
	 * @param timeout Longest time of a statement.
	 * @param retryFor How long a call is repeated whose connection was lost.
	 * @param hnsw how HNSW indexes are built and searched
	 */
	public record PgVector(@Nullable String url, @Nullable String username, @Nullable String password,
			@Nullable String replicaUrl, @DefaultValue("10") int connections,
			@DefaultValue(PgVectorStoreBuilder.DEFAULT_SCHEMA) String schema,
			@DefaultValue(PgVectorStoreBuilder.DEFAULT_COLLECTION) String collection, @Nullable String tenant,
			@DefaultValue("false") boolean partitionByTenant, @DefaultValue("false") boolean ownPartition,
			@DefaultValue("true") boolean createTables, @DefaultValue("single") String precision,
			@DefaultValue("hnsw") String denseIndex, @DefaultValue("none") String sparseIndex,
			@DefaultValue("" + PgVectorStoreBuilder.DEFAULT_INDEX_FROM) int indexFrom,
			@DefaultValue("" + PgVectorStoreBuilder.DEFAULT_EXACT_BELOW) int exactBelow,
			@DefaultValue("60s") Duration timeout, @DefaultValue("10s") Duration retryFor, @DefaultValue Hnsw hnsw) {

		/**
		 * Returns what is set. Nobody prints the password by chance.
		 * @return what says which collection it is
		 */
		@Override
		public String toString() {
			return "PgVector[schema=%s, collection=%s, tenant=%s]".formatted(this.schema, this.collection, this.tenant);
		}

	}

	/**
	 * How HNSW indexes are built and searched.
	 *
	 * @param m Connections of a vector in each layer.
	 * @param efConstruction Candidates that are looked at when a vector is added.
	 * @param efSearch Candidates that a search keeps.
	 * @param buildMemory Memory that building an index may take, if the server allows
	 * less.
	 */
	public record Hnsw(@DefaultValue("16") int m, @DefaultValue("100") int efConstruction,
			@DefaultValue("" + PgVectorStoreBuilder.DEFAULT_EF_SEARCH) int efSearch,
			@DefaultValue("1024MB") DataSize buildMemory) {
	}

	/**
	 * How the retriever searches.
	 *
	 * @param legs Legs the retriever asks: 'dense' (nearest vectors), 'sparse' (nearest
	 * sparse vectors, with a sparse encoder), 'lexical' (words), or several of them.
	 * @param weights Weights of the legs, 0 or more: 'semblance.retrieval.weights.dense',
	 * 'semblance.retrieval.weights.lexical'. A leg without a weight counts 1.
	 * @param fusion How two legs become one ranking: 'rrf' (reciprocal rank fusion),
	 * 'dbsf' (distribution-based score fusion) or 'convex' (convex combination of scaled
	 * scores).
	 * @param window Documents that each leg brings into fusion, from 1 to 10000.
	 * @param topK Documents that a framework's retriever returns.
	 * @param minimumScore Score that a document must have for a framework's retriever to
	 * return it, on the scale of what scores last: a reranker's own scores, or fused
	 * ones, which are below 0.04 with 'rrf' and from 0 to 1 with 'convex'. None if not
	 * set.
	 * @param rerankDepth Documents that are reranked.
	 * @param rerankBlend How much the reranker counts beside the fused score, from 0 to
	 * 1.
	 */
	public record Retrieval(@DefaultValue( {
			"dense", "lexical" }) Set<Leg> legs, @DefaultValue Map<Leg, Double> weights,
			@DefaultValue("rrf") String fusion, @DefaultValue("" + RetrieverSettings.DEFAULT_WINDOW) int window,
			@DefaultValue("5") int topK, @Nullable Double minimumScore,
			@DefaultValue("" + RerankSettings.DEFAULT_DEPTH) int rerankDepth, @DefaultValue("1") double rerankBlend){

		/**
		 * Copies legs and weights.
		 */
		public Retrieval {
			legs = Set.copyOf(legs);
			weights = Map.copyOf(weights);
		}

	}

}

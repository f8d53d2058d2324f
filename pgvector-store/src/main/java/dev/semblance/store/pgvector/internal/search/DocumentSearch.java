package dev.semblance.store.pgvector.internal.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.LegRank;
import dev.semblance.retrieval.internal.vectors.KeptVectors;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.SearchRequest;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.Setting;
import dev.semblance.store.pgvector.internal.filter.FilterSql;
import dev.semblance.store.pgvector.internal.filter.MetadataJson;
import dev.semblance.store.pgvector.internal.filter.StorableText;
import dev.semblance.store.pgvector.internal.index.BuiltIndexes;
import dev.semblance.store.pgvector.internal.ingest.DenseVectors;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.schema.DocumentOwner;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Precision;
import dev.semblance.store.pgvector.internal.wire.VectorSql;
import org.jspecify.annotations.Nullable;

/**
 * Answers search requests.
 */
public final class DocumentSearch {

	/** A query is a question, not a book: its words are looked up one by one. */
	private static final int LONGEST_LEXICAL_QUERY = 100_000;

	private final Database database;

	private final OpenSchema schema;

	private final DocumentOwner owner;

	private final @Nullable DenseVectors dense;

	private final @Nullable SparseVectors sparse;

	private final SearchSettings settings;

	private final BuiltIndexes indexes;

	/**
	 * Creates a search.
	 * @param database the database
	 * @param schema the tables
	 * @param owner whose documents are found
	 * @param dense checks dense vectors, if there are any
	 * @param sparse checks sparse vectors, if there are any
	 * @param settings how legs go about it
	 * @param indexes knows which indexes can be asked
	 */
	public DocumentSearch(Database database, OpenSchema schema, DocumentOwner owner, @Nullable DenseVectors dense,
			@Nullable SparseVectors sparse, SearchSettings settings, BuiltIndexes indexes) {
		this.database = database;
		this.schema = schema;
		this.owner = owner;
		this.dense = dense;
		this.sparse = sparse;
		this.settings = settings;
		this.indexes = indexes;
	}

	/**
	 * Searches.
	 * @param request what to search for
	 * @return the candidates, best first
	 */
	public List<Candidate> search(SearchRequest request) {
		SearchStatement statement = statement(request);
		List<Leg> legs = request.legs().stream().map(LegQuery::leg).toList();
		return this.database.query("searching", statement.serverSettings(), statement.sql(),
				(rows) -> candidates(rows, legs));
	}

	/**
	 * Asks the server how it would search, and lets it do nothing of that.
	 * @param request what would be searched for
	 * @param besides what the server is set to besides what it is set to for a search
	 * @return the plan, as JSON
	 */
	public String plan(SearchRequest request, List<Setting> besides) {
		SearchStatement statement = statement(request);
		List<Setting> server = new ArrayList<>(statement.serverSettings());
		server.addAll(besides);
		return QueryPlans.of(this.database, server, statement.sql());
	}

	SearchStatement statement(SearchRequest request) {
		// With one leg there is nothing to fuse.
		int window = (request.legs().size() == 1) ? request.limit() : request.window();
		Scope scope = new Scope(this.schema.tables(), this.owner,
				(request.filter() != null) ? FilterSql.condition(request.filter(), "d.metadata") : null, window);
		List<LegSql> legs = request.legs().stream().map((leg) -> leg(leg, scope)).toList();
		return new SearchStatement(legs, request.fusion(), scope, request.limit(), this.settings);
	}

	private LegSql leg(LegQuery query, Scope scope) {
		if (query instanceof LegQuery.DenseQuery wanted) {
			return dense(wanted, scope);
		}
		if (query instanceof LegQuery.SparseQuery wanted) {
			return sparse(wanted, scope);
		}
		return lexical((LegQuery.LexicalQuery) query, scope);
	}

	private LegSql dense(LegQuery.DenseQuery query, Scope scope) {
		if (this.dense == null) {
			throw KeptVectors.noDenseLeg();
		}
		float[] vector = this.dense.checked(query.vector(), "The query");
		Extension extension = this.schema.extension();
		VectorSql parameters = new VectorSql(extension);
		VectorComparison comparison = new VectorComparison(extension, this.dense.space().similarity());
		return new VectorLeg(Leg.DENSE, query.weight(),
				(this.dense.space().precision() == Precision.HALF) ? parameters.halfvec(vector)
						: parameters.vector(vector),
				this.schema.tables().denseVectors(), comparison,
				query.exact() ? new VectorAccess.Scan() : denseAccess(extension, vector.length), scope);
	}

	private VectorAccess denseAccess(Extension extension, int dimensions) {
		if (!this.indexes.contains(this.schema.tables().denseLeaf())) {
			return new VectorAccess.Scan();
		}
		return switch (this.settings.denseIndex()) {
			case HNSW -> new VectorAccess.VectorIndex();
			case HNSW_OF_SIGNS -> new VectorAccess.SignIndex(new VectorSigns(extension, dimensions));
			case NONE -> new VectorAccess.Scan();
		};
	}

	private LegSql sparse(LegQuery.SparseQuery query, Scope scope) {
		if (this.sparse == null) {
			throw KeptVectors.noSparseLeg();
		}
		Extension extension = this.schema.extension();
		return new VectorLeg(Leg.SPARSE, query.weight(),
				new VectorSql(extension).sparsevec(this.sparse.ofQuery(query.vector())),
				this.schema.tables().sparseVectors(), new VectorComparison(extension, SimilarityFunction.DOT),
				this.indexes.contains(this.schema.tables().sparseLeaf()) ? new VectorAccess.VectorIndex()
						: new VectorAccess.Scan(),
				scope);
	}

	private LegSql lexical(LegQuery.LexicalQuery query, Scope scope) {
		if (query.text().length() > LONGEST_LEXICAL_QUERY) {
			throw new InvalidInputException("The lexical query has %d characters.".formatted(query.text().length()),
					"Ask with at most %d.".formatted(LONGEST_LEXICAL_QUERY));
		}
		return new LexicalLeg(query.weight(), StorableText.withBlanks(query.text()),
				this.schema.description().language(), scope);
	}

	private static List<Candidate> candidates(ResultSet rows, List<Leg> legs) throws SQLException {
		List<Candidate> candidates = new ArrayList<>();
		while (rows.next()) {
			int column = 1;
			Document document = new Document(rows.getString(column++), rows.getString(column++),
					MetadataJson.read(rows.getString(column++)));
			double score = rows.getDouble(column++);
			Map<Leg, LegRank> ranks = new EnumMap<>(Leg.class);
			for (Leg leg : legs) {
				int rank = rows.getInt(column++);
				double legScore = rows.getDouble(column++);
				if (rank > 0) {
					ranks.put(leg, new LegRank(rank, legScore));
				}
			}
			candidates.add(new Candidate(document, score, ranks));
		}
		return candidates;
	}

}

package dev.semblance.langchain4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.internal.Utils;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.ContentAggregator;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.semblance.encoders.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * Fuses what all retrievers found for all queries and reranks it. Unlike LangChain4j's
 * {@code ReRankingContentAggregator} it takes several queries, keeps the score and the id
 * of every content beside its {@link ContentMetadata#RERANKED_SCORE}, and gives the same
 * order for the same contents, ties included.
 * <p>
 * Lists are fused by reciprocal ranks, every list counting the same; a content that
 * several lists have is taken from where it stood highest. Contents are the same if id
 * and text are, or without an id text and metadata. The best of them, as many as the
 * depth says, are scored and ordered by their scores; of equal ones the one that stood
 * higher before comes first. {@link AggregationSettings} says which queries they are
 * scored against.
 * <p>
 * Safe for concurrent callers if the scoring model is.
 */
public final class SemblanceContentAggregator implements ContentAggregator {

	private final ScoringModel scoringModel;

	private final AggregationSettings settings;

	/**
	 * Creates an aggregator.
	 * @param scoringModel any scoring model, for example a {@link SemblanceScoringModel}
	 * @param settings how to rerank
	 */
	public SemblanceContentAggregator(ScoringModel scoringModel, AggregationSettings settings) {
		this.scoringModel = scoringModel;
		this.settings = settings;
	}

	/**
	 * Fuses and reranks.
	 * @param queryToContents the lists of contents that each query led to, best first
	 * @return the contents, best first; the scoring model is not asked without any
	 * @throws EncodingException if the scoring model gives another number of scores than
	 * there are contents, or one that is not a finite number
	 */
	@Override
	public List<Content> aggregate(Map<Query, Collection<List<Content>>> queryToContents) {
		List<Content> fused = FusedContents.of(queryToContents);
		List<Content> candidates = fused.subList(0, Math.min(this.settings.depth(), fused.size()));
		if (candidates.isEmpty()) {
			return List.of();
		}
		double[] scores = scores(candidates, queries(queryToContents.keySet()));
		List<Reranked> reranked = new ArrayList<>();
		for (int i = 0; i < scores.length; i++) {
			if (scores[i] >= this.settings.minScore()) {
				reranked.add(new Reranked(candidates.get(i), scores[i]));
			}
		}
		return reranked.stream()
			.sorted(Comparator.comparingDouble(Reranked::score).reversed())
			.limit(this.settings.maxResults())
			.map(Reranked::toContent)
			.toList();
	}

	private Set<String> queries(Set<Query> queries) {
		Set<String> texts = queries.stream().map(Query::text).collect(Collectors.toCollection(TreeSet::new));
		if (texts.size() > 1 && this.settings.query() == RerankQuery.ORIGINAL) {
			Set<Optional<String>> messages = queries.stream()
				.map(SemblanceContentAggregator::message)
				.collect(Collectors.toSet());
			if (messages.size() == 1) {
				return messages.iterator().next().map(Set::of).orElse(texts);
			}
		}
		return texts;
	}

	private static Optional<String> message(Query query) {
		return Optional.ofNullable(query.metadata())
			.map(Metadata::chatMessage)
			.filter((message) -> message instanceof UserMessage user && user.hasSingleText())
			.map((message) -> ((UserMessage) message).singleText())
			.filter((text) -> !text.isBlank());
	}

	private double[] scores(List<Content> contents, Set<String> queries) {
		List<TextSegment> segments = contents.stream().map(Content::textSegment).toList();
		double[] best = new double[segments.size()];
		Arrays.fill(best, Double.NEGATIVE_INFINITY);
		for (String query : queries) {
			List<Double> scores = this.scoringModel.scoreAll(segments, query).content();
			if (scores.size() != best.length) {
				throw new EncodingException(
						"The scoring model gave %d scores for %d contents.".formatted(scores.size(), best.length),
						"Use a scoring model that gives one score per segment.");
			}
			for (int i = 0; i < best.length; i++) {
				best[i] = Math.max(best[i], requireFinite(scores.get(i), segments.get(i)));
			}
		}
		return best;
	}

	private static double requireFinite(@Nullable Double score, TextSegment segment) {
		if (score == null || !Double.isFinite(score)) {
			throw new EncodingException(
					"The scoring model gave the score %s for '%s'.".formatted(score,
							Utils.firstChars(segment.text(), 100)),
					"Use a scoring model whose scores are finite numbers.");
		}
		return score;
	}

	/**
	 * A content with its score.
	 *
	 * @param content the content as it was found
	 * @param score what the scoring model made of it
	 */
	private record Reranked(Content content, double score) {

		private Content toContent() {
			Map<ContentMetadata, Object> metadata = new EnumMap<>(ContentMetadata.class);
			metadata.putAll(this.content.metadata());
			metadata.put(ContentMetadata.RERANKED_SCORE, this.score);
			return Content.from(this.content.textSegment(), metadata);
		}

	}

}

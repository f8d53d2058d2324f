package dev.semblance.store.lucene;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;

import dev.semblance.retrieval.filter.MetadataFilter;
import dev.semblance.retrieval.filter.MetadataFilter.Operator;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents of one segment that meet a filter, deleted ones included. The
 * meaning is that of {@link MetadataFilter#matches}.
 */
final class SegmentFilter {

	private final IndexSearcher searcher;

	private final LeafReaderContext context;

	private final int size;

	private final @Nullable TermsEnum terms;

	SegmentFilter(IndexSearcher searcher, LeafReaderContext context) throws IOException {
		this.searcher = searcher;
		this.context = context;
		this.size = context.reader().maxDoc();
		Terms metadata = context.reader().terms(DocumentFields.METADATA);
		this.terms = (metadata != null) ? metadata.iterator() : null;
	}

	FixedBitSet matching(MetadataFilter filter) throws IOException {
		FixedBitSet documents = new FixedBitSet(this.size);
		if (filter instanceof MetadataFilter.And and) {
			documents.set(0, this.size);
			for (MetadataFilter part : and.filters()) {
				documents.and(matching(part));
			}
		}
		else if (filter instanceof MetadataFilter.Or or) {
			for (MetadataFilter part : or.filters()) {
				documents.or(matching(part));
			}
		}
		else if (filter instanceof MetadataFilter.Not not) {
			documents.or(matching(not.filter()));
			documents.flip(0, this.size);
		}
		else if (filter instanceof MetadataFilter.Exists exists) {
			addTerm(MetadataTerms.exists(exists.key()), documents);
		}
		else if (filter instanceof MetadataFilter.In in) {
			for (Object value : in.values()) {
				addComparison(new MetadataFilter.Comparison(in.key(), Operator.EQUAL, value), documents);
			}
		}
		else if (filter instanceof MetadataFilter.Comparison comparison) {
			addComparison(comparison, documents);
		}
		return documents;
	}

	private void addComparison(MetadataFilter.Comparison comparison, FixedBitSet documents) throws IOException {
		String key = comparison.key();
		if (comparison.value() instanceof Number number) {
			addNumbers(key, comparison.operator(), MetadataFilter.decimal(number), documents);
		}
		else if (comparison.value() instanceof Boolean flag) {
			for (boolean stored : new boolean[] { false, true }) {
				if (comparison.operator().holds(Boolean.compare(stored, flag))) {
					addTerm(MetadataTerms.flag(key, stored), documents);
				}
			}
		}
		else if (comparison.value() instanceof String string) {
			if (comparison.operator() == Operator.EQUAL) {
				addTerm(MetadataTerms.string(key, string), documents);
			}
			else {
				addStrings(comparison, string, documents);
			}
		}
	}

	private void addNumbers(String key, Operator operator, BigDecimal bound, FixedBitSet documents) throws IOException {
		byte[] lowest = new byte[SortableNumber.BYTES];
		byte[] highest = new byte[SortableNumber.BYTES];
		Arrays.fill(highest, (byte) 0xFF);
		switch (operator) {
			case EQUAL -> {
				lowest = SortableNumber.atLeast(bound);
				highest = SortableNumber.before(SortableNumber.above(bound));
			}
			case LESS -> highest = SortableNumber.before(SortableNumber.atLeast(bound));
			case LESS_OR_EQUAL -> highest = SortableNumber.before(SortableNumber.above(bound));
			case GREATER -> lowest = SortableNumber.above(bound);
			case GREATER_OR_EQUAL -> lowest = SortableNumber.atLeast(bound);
		}
		byte[] keyBytes = MetadataTerms.key(key);
		Query range = BinaryPoint.newRangeQuery(DocumentFields.NUMBERS, new byte[][] { keyBytes, lowest },
				new byte[][] { keyBytes, highest });
		Scorer scorer = this.searcher.rewrite(range)
			.createWeight(this.searcher, ScoreMode.COMPLETE_NO_SCORES, 1)
			.scorer(this.context);
		if (scorer != null) {
			documents.or(scorer.iterator());
		}
	}

	private void addTerm(BytesRef term, FixedBitSet documents) throws IOException {
		if (this.terms != null && this.terms.seekExact(term)) {
			documents.or(this.terms.postings(null, PostingsEnum.NONE));
		}
	}

	private void addStrings(MetadataFilter.Comparison comparison, String bound, FixedBitSet documents)
			throws IOException {
		if (this.terms == null) {
			return;
		}
		String key = comparison.key();
		BytesRef strings = MetadataTerms.strings(key);
		BytesRef boundTerm = MetadataTerms.string(key, bound);
		BytesRef unordered = MetadataTerms.unordered(key, bound);
		BytesRef from = upwards(comparison.operator()) ? (unordered != null) ? unordered : boundTerm : strings;
		BytesRef term = (this.terms.seekCeil(from) != TermsEnum.SeekStatus.END) ? this.terms.term() : null;
		while (term != null && StringHelper.startsWith(term, strings)) {
			PostingsEnum postings = this.terms.postings(null, PostingsEnum.NONE);
			int order = term.compareTo(boundTerm);
			if (unordered != null && StringHelper.startsWith(term, unordered)) {
				addVerified(comparison, postings, documents);
			}
			else if (comparison.operator().holds(order)) {
				documents.or(postings);
			}
			else if (order > 0) {
				return;
			}
			term = this.terms.next();
		}
	}

	private void addVerified(MetadataFilter filter, PostingsEnum candidates, FixedBitSet documents) throws IOException {
		StoredFields stored = this.context.reader().storedFields();
		while (candidates.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
			int number = candidates.docID();
			if (filter.matches(DocumentFields.read(stored, number).metadata())) {
				documents.set(number);
			}
		}
	}

	private static boolean upwards(Operator operator) {
		return operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
	}

}

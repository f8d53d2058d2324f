package dev.semblance.store.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.filter.MetadataFilter;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.FeatureField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * The fields of the index. However many metadata keys there are, their number is fixed.
 */
final class DocumentFields {

	/** The id, as a term and as a value to break ties by. */
	static final String ID = "id";

	/** The analyzed text. */
	static final String TEXT = "text";

	/** The dense vector. */
	static final String VECTOR = "vector";

	/** The sparse vector's dimensions as terms, its values as rounded frequencies. */
	static final String SPARSE = "sparse";

	/** The sparse vector itself. */
	static final String SPARSE_VECTOR = "sparse-vector";

	/** Terms of keys, strings and booleans in the metadata. */
	static final String METADATA = "metadata";

	/** Numbers in the metadata, as points of key and value. */
	static final String NUMBERS = "numbers";

	/** The whole document, stored. */
	static final String DOCUMENT = "document";

	private DocumentFields() {
	}

	static org.apache.lucene.document.Document of(Document document) {
		org.apache.lucene.document.Document fields = new org.apache.lucene.document.Document();
		BytesRef id = id(document.id());
		fields.add(new StringField(ID, id, Field.Store.NO));
		fields.add(new SortedDocValuesField(ID, id));
		fields.add(new TextField(TEXT, document.text(), Field.Store.NO));
		document.metadata().forEach((key, value) -> addMetadata(fields, key, value));
		fields.add(new StoredField(DOCUMENT, DocumentCodec.encode(document)));
		return fields;
	}

	static Field vector(float[] vector, VectorSimilarityFunction similarity) {
		return new KnnFloatVectorField(VECTOR, vector, similarity);
	}

	static List<Field> sparseVector(SparseVector vector) {
		List<Field> fields = new ArrayList<>(vector.activeDimensions() + 1);
		for (int i = 0; i < vector.activeDimensions(); i++) {
			// Smaller values have no frequency of their own; the vector itself keeps
			// them.
			float value = Math.max(vector.values()[i], Float.MIN_NORMAL);
			fields.add(new FeatureField(SPARSE, dimension(vector.indices()[i]), value));
		}
		fields.add(new BinaryDocValuesField(SPARSE_VECTOR, SparseVectorCodec.encode(vector)));
		return fields;
	}

	static String dimension(int dimension) {
		return Integer.toString(dimension, Character.MAX_RADIX);
	}

	static BytesRef id(String id) {
		return new BytesRef(CodeUnits.encode(id));
	}

	static Term idTerm(String id) {
		return new Term(ID, id(id));
	}

	static Document read(StoredFields stored, int number) throws IOException {
		return DocumentCodec.decode(stored.document(number, Set.of(DOCUMENT)).getBinaryValue(DOCUMENT));
	}

	private static void addMetadata(org.apache.lucene.document.Document fields, String key, Object value) {
		addTerm(fields, MetadataTerms.exists(key));
		if (value instanceof Number number) {
			fields.add(new BinaryPoint(NUMBERS, MetadataTerms.key(key),
					SortableNumber.atLeast(MetadataFilter.decimal(number))));
		}
		else if (value instanceof Boolean flag) {
			addTerm(fields, MetadataTerms.flag(key, flag));
		}
		else if (value instanceof String string) {
			addTerm(fields, MetadataTerms.string(key, string));
		}
	}

	private static void addTerm(org.apache.lucene.document.Document fields, BytesRef term) {
		fields.add(new StringField(METADATA, term, Field.Store.NO));
	}

}

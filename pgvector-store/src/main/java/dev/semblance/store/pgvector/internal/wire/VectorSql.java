package dev.semblance.store.pgvector.internal.wire;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseVector;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.sql.SqlFragment;
import dev.semblance.store.pgvector.internal.sql.SqlParameter;

/**
 * How vectors stand in statements: as parameters, and as results that
 * {@link VectorCodecs} decode. Nothing is registered on a connection, so that all of this
 * works on any connection of any pool, parameters have types that the driver knows (of
 * others it asks the server, and then no longer sends settings and statement as one), and
 * names are qualified, so that it works whatever the search path is.
 *
 * @param extension where types and functions are
 */
public record VectorSql(Extension extension) {

	/**
	 * Makes a parameter of type <code>vector</code>.
	 * @param vector the vector, which must not change before the statement is executed
	 * @return an expression
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	public SqlFragment vector(float[] vector) {
		return dense(new VectorTypeCodec(), vector);
	}

	/**
	 * Makes a parameter of type <code>halfvec</code>.
	 * @param vector the vector, which must not change before the statement is executed
	 * @return an expression
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	public SqlFragment halfvec(float[] vector) {
		return dense(new HalfvecTypeCodec(), vector);
	}

	/**
	 * Makes a parameter of type <code>sparsevec</code>.
	 * @param vector the vector
	 * @return an expression
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	public SqlFragment sparsevec(SparseVector vector) {
		return SqlFragment.of("(SELECT ?::text::%s)".formatted(this.extension.qualified("sparsevec")),
				SqlParameter.text(text(vector)));
	}

	/**
	 * Makes a parameter of type <code>bit</code> that has as many bits as the vector has
	 * dimensions, and is what <code>binary_quantize</code> makes of the vector.
	 * @param vector the vector
	 * @return an expression
	 * @throws InvalidInputException if the type cannot hold the vector
	 */
	public SqlFragment bit(float[] vector) {
		Wire.checkSize("bit", "dimensions", vector.length, BitTypeCodec.MOST_DIMENSIONS);
		StringBuilder text = new StringBuilder(vector.length);
		for (float value : vector) {
			text.append((value > 0) ? '1' : '0');
		}
		return SqlFragment.of("(SELECT ?::text::bit(%d))".formatted(vector.length), SqlParameter.text(text.toString()));
	}

	/**
	 * Selects a <code>vector</code> as bytes for {@link VectorCodecs#VECTOR}.
	 * @param expression a column, or what else has this type
	 * @return an expression of type <code>bytea</code>
	 */
	public String vectorBytes(String expression) {
		return "%s(%s)".formatted(this.extension.qualified("vector_send"), expression);
	}

	/**
	 * Selects a <code>halfvec</code> as bytes for {@link VectorCodecs#HALFVEC}.
	 * @param expression a column, or what else has this type
	 * @return an expression of type <code>bytea</code>
	 */
	public String halfvecBytes(String expression) {
		return "%s(%s)".formatted(this.extension.qualified("halfvec_send"), expression);
	}

	/**
	 * Selects a <code>sparsevec</code> as bytes for {@link VectorCodecs#SPARSEVEC}.
	 * @param expression a column, or what else has this type
	 * @return an expression of type <code>bytea</code>
	 */
	public String sparsevecBytes(String expression) {
		return "%s(%s)".formatted(this.extension.qualified("sparsevec_send"), expression);
	}

	/**
	 * Selects a <code>bit</code> as bytes for {@link VectorCodecs#BIT}.
	 * @param expression a column, or what else has this type
	 * @return an expression of type <code>bytea</code>
	 */
	public String bitBytes(String expression) {
		return "pg_catalog.bit_send(%s)".formatted(expression);
	}

	/**
	 * Sends an array of floats, the only thing that holds a vector and that the driver
	 * sends as bytes without being told about it on every connection. Once a plan is
	 * reused for all parameters, the server would cast it again for each row it compares
	 * it with, were it not a query of its own.
	 */
	private SqlFragment dense(DenseCodec type, float[] vector) {
		type.check(vector);
		return SqlFragment.of("(SELECT ?::real[]::%s)".formatted(this.extension.qualified(type.type())),
				(statement, index) -> statement.setObject(index, vector));
	}

	private static String text(SparseVector vector) {
		StringBuilder text = new StringBuilder(SparsevecTypeCodec.entries(vector) * 16 + 16);
		text.append('{');
		for (int i = 0; i < vector.values().length; i++) {
			if (vector.values()[i] != 0) {
				text.append((text.length() > 1) ? "," : "");
				// As text, indices count from 1.
				text.append(vector.indices()[i] + 1).append(':').append(vector.values()[i]);
			}
		}
		return text.append("}/").append(vector.dimensions()).toString();
	}

}

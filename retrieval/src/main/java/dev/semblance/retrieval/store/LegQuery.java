package dev.semblance.retrieval.store;

import dev.semblance.encoders.SparseVector;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.fusion.RankedLeg;

/**
 * What one leg is asked.
 */
public sealed interface LegQuery {

	/**
	 * Returns which leg answers.
	 * @return the leg
	 */
	Leg leg();

	/**
	 * Returns how much the leg counts in fusion.
	 * @return the weight, 0 or more
	 */
	double weight();

	/**
	 * Asks for the nearest dense vectors.
	 *
	 * @param vector the query's vector, as long as the store's embedding space says
	 * @param weight how much the leg counts in fusion
	 * @param exact whether to compare with every vector instead of asking the index
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record DenseQuery(float[] vector, double weight, boolean exact) implements LegQuery {

		/**
		 * Checks the weight.
		 */
		public DenseQuery {
			RankedLeg.requireWeight(Leg.DENSE, weight);
		}

		@Override
		public Leg leg() {
			return Leg.DENSE;
		}

	}

	/**
	 * Asks for the sparse vectors of the largest inner products. Only documents whose
	 * inner product with the query is above 0 are found.
	 *
	 * @param vector the query's vector, as long as the store's sparse space says
	 * @param weight how much the leg counts in fusion
	 */
	record SparseQuery(SparseVector vector, double weight) implements LegQuery {

		/**
		 * Checks the weight.
		 */
		public SparseQuery {
			RankedLeg.requireWeight(Leg.SPARSE, weight);
		}

		@Override
		public Leg leg() {
			return Leg.SPARSE;
		}

	}

	/**
	 * Asks for the best matching words.
	 *
	 * @param text the query as the user wrote it; no query syntax, every word is optional
	 * @param weight how much the leg counts in fusion
	 */
	record LexicalQuery(String text, double weight) implements LegQuery {

		/**
		 * Checks the weight.
		 */
		public LexicalQuery {
			RankedLeg.requireWeight(Leg.LEXICAL, weight);
		}

		@Override
		public Leg leg() {
			return Leg.LEXICAL;
		}

	}

}

package dev.semblance.benchmarks.micro;

import java.util.List;
import java.util.Set;

/**
 * Matrix products that a node computes at once.
 *
 * @param kind what is multiplied
 * @param products number of products
 * @param rows number of rows of each left matrix
 * @param inner number of its columns, and of the right matrix's rows
 * @param columns number of columns of each right matrix
 */
record MatrixShape(Kind kind, long products, long rows, long inner, long columns) {

	private static final Set<String> OPERATORS = Set.of("MatMul", "FusedMatMul", "Gemm", "FusedGemm");

	/**
	 * Tells whether a node multiplies matrices and does nothing else of weight.
	 * @param kernel a run of the node
	 */
	static boolean fits(Kernel kernel) {
		if (kernel.operator().contains("Attention")) {
			throw new IllegalStateException(
					"The products within the %s node %s cannot be told from the rest of its work"
						.formatted(kernel.operator(), kernel.node()));
		}
		return OPERATORS.contains(kernel.operator());
	}

	/**
	 * Reads the shape off a node's inputs and output. A matrix may be transposed by the
	 * node, so that only its number of values is known.
	 * @param kernel a run of the node
	 */
	static MatrixShape of(Kernel kernel) {
		List<Long> left = kernel.inputs().get(0);
		List<Long> output = kernel.outputs().get(0);
		long columns = output.get(output.size() - 1);
		long rows = output.get(output.size() - 2);
		long inner = Kernel.values(left) * columns / Kernel.values(output);
		// Weights are packed when the model is loaded, and no input of the node any more.
		if (kernel.inputs().size() == 1 || kernel.inputs().get(1).size() <= 2) {
			return new MatrixShape(Kind.WEIGHTS, 1, Kernel.values(output) / columns, inner, columns);
		}
		return new MatrixShape(Kind.ATTENTION, Kernel.values(output) / columns / rows, rows, inner, columns);
	}

	/** Number of multiplications and additions. */
	long operations() {
		return 2 * this.products * this.rows * this.inner * this.columns;
	}

	@Override
	public String toString() {
		String one = "%d x %d by %d x %d".formatted(this.rows, this.inner, this.inner, this.columns);
		return (this.products == 1) ? one : "%d of %s".formatted(this.products, one);
	}

	/**
	 * What is multiplied.
	 */
	enum Kind {

		/** Activations by weights, all tokens in one product. */
		WEIGHTS,

		/** Activations by activations, one product for each head of each text. */
		ATTENTION

	}

}

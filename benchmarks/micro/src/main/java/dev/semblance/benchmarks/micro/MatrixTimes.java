package dev.semblance.benchmarks.micro;

import java.util.List;

/**
 * Time of matrix nodes in a run of the model, and of as many plain products of the same
 * shapes.
 *
 * @param batch the batch
 * @param name what is multiplied
 * @param nodes number of nodes
 * @param operations number of multiplications and additions in all of them
 * @param modelMicros time in the model, in microseconds
 * @param plainMicros time of plain products, in microseconds
 */
record MatrixTimes(BatchSize batch, String name, int nodes, long operations, double modelMicros, double plainMicros) {

	static final String CSV_HEADER = "batch,product,nodes,operations,model_us,plain_us,model_gflops,plain_gflops,ratio";

	static final String TABLE_HEADER = "%-7s  %-42s %5s %10s %10s %13s %13s %6s".formatted("batch", "product", "nodes",
			"model ms", "plain ms", "model GFLOP/s", "plain GFLOP/s", "ratio");

	/**
	 * Adds up times of the same batch.
	 * @param name what they have in common
	 * @param parts the times, one or more
	 */
	static MatrixTimes sum(String name, List<MatrixTimes> parts) {
		return new MatrixTimes(parts.get(0).batch(), name, parts.stream().mapToInt(MatrixTimes::nodes).sum(),
				parts.stream().mapToLong(MatrixTimes::operations).sum(),
				parts.stream().mapToDouble(MatrixTimes::modelMicros).sum(),
				parts.stream().mapToDouble(MatrixTimes::plainMicros).sum());
	}

	/** How fast the model multiplies, where 1 is as fast as the plain product. */
	double ratio() {
		return this.plainMicros / this.modelMicros;
	}

	String toCsv() {
		return "%s,%s,%d,%d,%.1f,%.1f,%.2f,%.2f,%.3f".formatted(this.batch, this.name, this.nodes, this.operations,
				this.modelMicros, this.plainMicros, gigaflops(this.modelMicros), gigaflops(this.plainMicros), ratio());
	}

	String toTableRow() {
		return "%-7s  %-42s %5d %10.3f %10.3f %13.1f %13.1f %6.2f".formatted(this.batch, this.name, this.nodes,
				this.modelMicros / 1000, this.plainMicros / 1000, gigaflops(this.modelMicros),
				gigaflops(this.plainMicros), ratio());
	}

	private double gigaflops(double micros) {
		return this.operations / micros / 1000;
	}

}

package dev.semblance.benchmarks.micro;

import java.util.List;

import dev.semblance.benchmarks.micro.MatrixShape.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MatrixShapeTests {

	@Test
	void weightsArePackedAndNoInputOfTheirNode() {
		MatrixShape shape = MatrixShape
			.of(kernel("MatMul", "[{\"float\": [4, 128, 384]}]", "[{\"float\": [4, 128, 1536]}]"));
		assertThat(shape).isEqualTo(new MatrixShape(Kind.WEIGHTS, 1, 512, 384, 1536));
		assertThat(shape.operations()).isEqualTo(2L * 512 * 384 * 1536);
	}

	@Test
	void everyHeadOfEveryTextHasAProductOfItsOwn() {
		assertThat(MatrixShape.of(kernel("FusedMatMul", "[{\"float\": [4, 12, 16, 32]}, {\"float\": [4, 12, 32, 16]}]",
				"[{\"float\": [4, 12, 16, 16]}]")))
			.isEqualTo(new MatrixShape(Kind.ATTENTION, 48, 16, 32, 16));
	}

	@Test
	void fusedAttentionIsNotTakenForAProduct() {
		assertThat(MatrixShape.fits(kernel("Softmax", "[]", "[]"))).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> MatrixShape.fits(kernel("MultiHeadAttention", "[]", "[]")));
	}

	private static Kernel kernel(String operator, String inputs, String outputs) {
		List<Kernel> kernels = Kernel.read(JsonMapper.shared().readTree("""
				[{"cat": "Session", "name": "model_run", "dur": 9},
				 {"cat": "Node", "name": "node_kernel_time", "dur": 7, "args":
				  {"op_name": "%s", "input_type_shape": %s, "output_type_shape": %s}}]
				""".formatted(operator, inputs, outputs)));
		assertThat(kernels).hasSize(1);
		assertThat(kernels.get(0).micros()).isEqualTo(7);
		return kernels.get(0);
	}

}

package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** {@code AttributeProto} while it is read. */
final class AttributeFields {

	static final int FLOAT = 1;

	static final int INT = 2;

	static final int STRING = 3;

	static final int TENSOR = 4;

	static final int GRAPH = 5;

	static final int INTS = 7;

	String name = "";

	String text = "";

	float real;

	long whole;

	int type;

	final Set<String> captured = new HashSet<>();

	@Nullable GraphTensor tensor;

	final List<Long> wholes = new ArrayList<>();

	NodeAttribute attribute(ByteBuffer message) {
		return switch (this.type) {
			case FLOAT -> new NodeAttribute.Real(this.real);
			case INT -> new NodeAttribute.Whole(this.whole);
			case STRING -> new NodeAttribute.Text(this.text);
			case INTS -> new NodeAttribute.Wholes(this.wholes);
			case TENSOR -> (this.tensor != null) ? new NodeAttribute.Tensor(this.tensor)
					: new NodeAttribute.Other(message, Set.of());
			default -> new NodeAttribute.Other(message, this.captured);
		};
	}

}

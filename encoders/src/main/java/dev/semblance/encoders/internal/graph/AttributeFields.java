package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

	ByteBuffer text = ByteBuffer.allocate(0);

	float real;

	long whole;

	long type;

	final Set<String> captured = new HashSet<>();

	@Nullable GraphTensor tensor;

	final List<Long> wholes = new ArrayList<>();

	void hold(GraphTensor tensor) throws IOException {
		if (this.tensor != null) {
			throw new IOException("one of its attributes has two tensors");
		}
		this.tensor = tensor;
	}

	NodeAttribute attribute(ByteBuffer message) {
		if (this.type == FLOAT) {
			return new NodeAttribute.Real(this.real);
		}
		if (this.type == INT) {
			return new NodeAttribute.Whole(this.whole);
		}
		if (this.type == INTS) {
			return new NodeAttribute.Wholes(this.wholes);
		}
		if (this.type == TENSOR && this.tensor != null) {
			return new NodeAttribute.Tensor(this.tensor);
		}
		String word = (this.type == STRING) ? word() : null;
		return (word != null) ? new NodeAttribute.Text(word) : new NodeAttribute.Other(message, this.captured);
	}

	/** Bytes may stand for anything. */
	private @Nullable String word() {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(this.text.duplicate()).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}

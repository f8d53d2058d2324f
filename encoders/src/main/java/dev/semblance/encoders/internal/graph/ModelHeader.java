package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file says beside its graph.
 *
 * @param irVersion version of the file format
 * @param producer who exported it
 * @param operatorSets versions of operator sets by domain, the standard's being empty
 * @param functions definitions of operators that the file brings along, as they are
 */
public record ModelHeader(long irVersion, String producer, Map<String, Long> operatorSets, List<ByteBuffer> functions) {

	/**
	 * Copies the collections.
	 */
	public ModelHeader {
		operatorSets = Map.copyOf(operatorSets);
		functions = List.copyOf(functions);
	}

	/**
	 * Returns the version of the standard's operator set.
	 * @return the version
	 */
	public int operatorSet() {
		return Math.toIntExact(this.operatorSets.getOrDefault("", 0L));
	}

}

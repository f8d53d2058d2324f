package dev.semblance.encoders.internal.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/**
 * A graph in two files: a small one of its nodes, and one of its weights, which ONNX
 * Runtime maps into memory.
 */
public final class GraphFiles {

	/** The file of the nodes. */
	public static final String GRAPH = "graph.onnx";

	/** The file of the weights. */
	public static final String WEIGHTS = "weights.bin";

	/** Shapes and the like stay with the nodes, where their values are seen. */
	private static final long SMALLEST_WEIGHT = 64 * 1024;

	/** What mapping a file into memory asks for on any operating system. */
	private static final long ALIGNMENT = 64 * 1024;

	private static final int PIECE = 1 << 20;

	private GraphFiles() {
	}

	/**
	 * Writes a graph.
	 * @param graph the graph, whose weights are in the file afterwards
	 * @param reader reads the weights that it has now
	 * @param folder a folder that has neither of the files
	 * @throws IOException if weights cannot be read, or files cannot be written
	 */
	public static void write(OnnxGraph graph, WeightReader reader, Path folder) throws IOException {
		writeWeights(graph, reader, folder);
		writeNodes(graph, folder);
	}

	/**
	 * Writes a graph's weights.
	 * @param graph the graph, whose weights are in the file afterwards
	 * @param reader reads the weights that it has now
	 * @param folder a folder that has no such file
	 * @throws IOException if weights cannot be read, or the file cannot be written
	 */
	public static void writeWeights(OnnxGraph graph, WeightReader reader, Path folder) throws IOException {
		try (FileChannel weights = create(folder.resolve(WEIGHTS))) {
			for (GraphTensor tensor : new TreeMap<>(graph.constants()).values()) {
				ByteBuffer bytes = (tensor.data() instanceof TensorData.InMemory memory) ? memory.bytes()
						: reader.read(tensor);
				graph.put((bytes.remaining() >= SMALLEST_WEIGHT) ? moved(tensor, bytes, weights) : new GraphTensor(
						tensor.name(), tensor.elementType(), tensor.dimensions(), new TensorData.InMemory(bytes)));
			}
			weights.force(true);
		}
	}

	/**
	 * Writes a graph's nodes.
	 * @param graph the graph
	 * @param folder a folder that has no such file
	 * @throws IOException if the file cannot be written
	 */
	public static void writeNodes(OnnxGraph graph, Path folder) throws IOException {
		try (FileChannel nodes = create(folder.resolve(GRAPH))) {
			for (ByteBuffer piece : OnnxGraphWriter.write(graph)) {
				writeAll(nodes, piece);
			}
			nodes.force(true);
		}
	}

	private static GraphTensor moved(GraphTensor tensor, ByteBuffer bytes, FileChannel weights) throws IOException {
		long offset = (weights.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		long size = bytes.remaining();
		weights.position(offset);
		writeAll(weights, bytes);
		return new GraphTensor(tensor.name(), tensor.elementType(), tensor.dimensions(),
				new TensorData.External(WEIGHTS, offset, size));
	}

	private static FileChannel create(Path file) throws IOException {
		return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	/** In pieces, as the JDK copies what is on the heap whole, and keeps the copy. */
	private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
		ByteBuffer left = bytes.duplicate();
		int end = left.limit();
		while (left.position() < end) {
			left.limit(left.position() + Math.min(PIECE, end - left.position()));
			channel.write(left);
		}
	}

}

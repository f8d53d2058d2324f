package dev.semblance.encoders.internal.graph;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.semblance.encoders.InvalidModelException;
import org.jspecify.annotations.Nullable;

/**
 * A model's graph. Every tensor has one name and one place that it comes from: a node, a
 * constant or an input. Not safe for concurrent use.
 */
public final class OnnxGraph {

	private static final String REMEDY = "Export the model again; this file is no complete graph.";

	private final ModelHeader header;

	private final Map<String, ByteBuffer> inputs = new LinkedHashMap<>();

	private final Map<String, ByteBuffer> outputs = new LinkedHashMap<>();

	private final Map<String, GraphTensor> constants = new LinkedHashMap<>();

	private final Set<GraphNode> nodes = new LinkedHashSet<>();

	private final Map<String, GraphNode> producers = new HashMap<>();

	private final Map<String, Set<GraphNode>> consumers = new HashMap<>();

	private int names;

	OnnxGraph(ModelHeader header) {
		this.header = header;
	}

	/**
	 * Returns what the file says beside its graph.
	 * @return versions and the like
	 */
	public ModelHeader header() {
		return this.header;
	}

	/**
	 * Returns the names of the inputs, constants left out.
	 * @return the names, in the order of the file
	 */
	public List<String> inputs() {
		return this.inputs.keySet().stream().filter((name) -> !this.constants.containsKey(name)).toList();
	}

	/**
	 * Returns the type of an input's elements.
	 * @param name the input's name
	 * @return the type, if there is such an input and its type is known
	 */
	public Optional<ElementType> inputType(String name) {
		ByteBuffer message = this.inputs.get(name);
		return (message != null) ? ValueFields.elementType(message) : Optional.empty();
	}

	/**
	 * Returns the names of the outputs.
	 * @return the names, in the order of the file
	 */
	public List<String> outputs() {
		return List.copyOf(this.outputs.keySet());
	}

	/**
	 * Tells whether a tensor is an output of the graph.
	 * @param name the tensor's name
	 * @return whether it is
	 */
	public boolean isOutput(String name) {
		return this.outputs.containsKey(name);
	}

	/**
	 * Returns the nodes.
	 * @return the nodes, in no particular order
	 */
	public List<GraphNode> nodes() {
		return List.copyOf(this.nodes);
	}

	/**
	 * Returns the nodes of an operator.
	 * @param operator the operator, of any domain
	 * @return the nodes
	 */
	public List<GraphNode> nodes(String operator) {
		return this.nodes.stream().filter((node) -> node.operator().equals(operator)).toList();
	}

	/**
	 * Returns the node that a tensor comes from.
	 * @param name the tensor's name
	 * @return the node, {@code null} for an input, a constant or no tensor at all
	 */
	public @Nullable GraphNode producer(String name) {
		return this.producers.get(name);
	}

	/**
	 * Returns the node that a tensor comes from, if it is of a standard operator.
	 * @param name the tensor's name
	 * @param operator the operator
	 * @return the node, {@code null} if the tensor does not come from such a node
	 */
	public @Nullable GraphNode producer(String name, String operator) {
		GraphNode node = this.producers.get(name);
		return (node != null && node.is(operator)) ? node : null;
	}

	/**
	 * Returns the nodes that use a tensor.
	 * @param name the tensor's name
	 * @return the nodes, each once
	 */
	public List<GraphNode> consumers(String name) {
		return List.copyOf(this.consumers.getOrDefault(name, Set.of()));
	}

	/**
	 * Tells whether a tensor is used once: by one node, and not as an output.
	 * @param name the tensor's name
	 * @return whether it is
	 */
	public boolean isUsedOnce(String name) {
		Set<GraphNode> users = this.consumers.getOrDefault(name, Set.of());
		return users.size() == 1 && !isOutput(name)
				&& users.iterator().next().inputs().stream().filter(name::equals).count() == 1;
	}

	/**
	 * Returns the constants.
	 * @return the constants by name
	 */
	public Map<String, GraphTensor> constants() {
		return Map.copyOf(this.constants);
	}

	/**
	 * Returns a constant.
	 * @param name its name
	 * @return the constant, {@code null} if the tensor is none
	 */
	public @Nullable GraphTensor constant(String name) {
		return this.constants.get(name);
	}

	/**
	 * Adds a constant, or replaces the one of its name.
	 * @param tensor the constant
	 * @return its name
	 */
	public String put(GraphTensor tensor) {
		this.constants.put(tensor.name(), tensor);
		return tensor.name();
	}

	/**
	 * Makes up a name that no tensor has.
	 * @param kind what the name is to tell
	 * @return the name
	 */
	public String newName(String kind) {
		String name;
		do {
			name = "semblance/%s/%d".formatted(kind, this.names++);
		}
		while (this.producers.containsKey(name) || this.constants.containsKey(name) || this.inputs.containsKey(name));
		return name;
	}

	/**
	 * Adds a node.
	 * @param node the node
	 * @throws InvalidModelException if one of its outputs comes from elsewhere already
	 */
	public void add(GraphNode node) {
		for (String output : node.outputs()) {
			if (!output.isEmpty() && (this.constants.containsKey(output) || this.inputs.containsKey(output)
					|| this.producers.putIfAbsent(output, node) != null)) {
				throw new InvalidModelException("The tensor '%s' of the model comes from two places.".formatted(output),
						REMEDY);
			}
		}
		this.nodes.add(node);
		for (String input : node.dependencies()) {
			this.consumers.computeIfAbsent(input, (name) -> new LinkedHashSet<>()).add(node);
		}
	}

	/**
	 * Removes a node. What used its outputs must be removed or rewired too.
	 * @param node the node
	 */
	public void remove(GraphNode node) {
		this.nodes.remove(node);
		node.outputs().forEach((output) -> this.producers.remove(output, node));
		for (String input : node.dependencies()) {
			this.consumers.getOrDefault(input, new HashSet<>()).remove(node);
		}
	}

	/**
	 * Lets all nodes use another tensor. Outputs of the graph keep their names.
	 * @param from what they use
	 * @param to what they are to use
	 */
	public void replaceUses(String from, String to) {
		for (GraphNode user : consumers(from)) {
			replaceInput(user, from, to);
		}
	}

	/**
	 * Lets one node use another tensor.
	 * @param user the node
	 * @param from what it uses
	 * @param to what it is to use
	 */
	public void replaceInput(GraphNode user, String from, String to) {
		user.replaceInput(from, to);
		this.consumers.getOrDefault(from, new HashSet<>()).remove(user);
		this.consumers.computeIfAbsent(to, (name) -> new LinkedHashSet<>()).add(user);
	}

	/**
	 * Removes nodes and constants that no output needs.
	 */
	public void removeUnused() {
		Set<String> needed = new HashSet<>(this.outputs.keySet());
		Set<GraphNode> kept = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(needed);
		while (!open.isEmpty()) {
			GraphNode node = this.producers.get(open.pop());
			if (node != null && kept.add(node)) {
				node.dependencies().stream().filter(needed::add).forEach(open::push);
			}
		}
		nodes().stream().filter((node) -> !kept.contains(node)).forEach(this::remove);
		this.constants.keySet().removeIf((name) -> !needed.contains(name));
	}

	/**
	 * Puts the nodes into an order in which each comes after those it depends on, and
	 * checks that there is one.
	 * @return the nodes
	 * @throws InvalidModelException if nodes depend on each other in a circle, or a
	 * tensor comes from nowhere
	 */
	public List<GraphNode> sortedNodes() {
		Map<GraphNode, Integer> waiting = new HashMap<>();
		Deque<GraphNode> ready = new ArrayDeque<>();
		for (GraphNode node : this.nodes) {
			int dependencies = (int) node.dependencies().stream().filter(this.producers::containsKey).count();
			requireKnownInputs(node);
			waiting.put(node, dependencies);
			if (dependencies == 0) {
				ready.add(node);
			}
		}
		List<GraphNode> sorted = new ArrayList<>(this.nodes.size());
		while (!ready.isEmpty()) {
			GraphNode node = ready.poll();
			sorted.add(node);
			for (String output : node.outputs()) {
				for (GraphNode user : output.isEmpty() ? List.<GraphNode>of() : consumers(output)) {
					if (waiting.merge(user, -1, Integer::sum) == 0) {
						ready.add(user);
					}
				}
			}
		}
		if (sorted.size() < this.nodes.size()) {
			throw new InvalidModelException("%d of the model's %d nodes depend on each other in a circle."
				.formatted(this.nodes.size() - sorted.size(), this.nodes.size()), REMEDY);
		}
		return sorted;
	}

	private void requireKnownInputs(GraphNode node) {
		for (String input : node.dependencies()) {
			if (!isKnown(input)) {
				throw new InvalidModelException(
						"Node '%s' of the model takes the tensor '%s', which nothing makes.".formatted(node, input),
						REMEDY);
			}
		}
	}

	private boolean isKnown(String name) {
		return this.producers.containsKey(name) || this.constants.containsKey(name) || this.inputs.containsKey(name);
	}

	/**
	 * Adds an input of one truth value.
	 * @param name its name
	 */
	public void addTruth(String name) {
		addInput(name, OnnxGraphWriter.scalar(name, ElementType.BOOL));
	}

	void addInput(String name, ByteBuffer message) {
		this.inputs.put(name, message);
	}

	void addOutput(String name, ByteBuffer message) {
		this.outputs.put(name, message);
	}

	/** Inputs as {@code ValueInfoProto}, constants left out. */
	List<ByteBuffer> inputMessages() {
		return this.inputs.entrySet()
			.stream()
			.filter((input) -> !this.constants.containsKey(input.getKey()))
			.map((input) -> input.getValue().duplicate())
			.toList();
	}

	/** Outputs as {@code ValueInfoProto}. */
	List<ByteBuffer> outputMessages() {
		return this.outputs.values().stream().map(ByteBuffer::duplicate).toList();
	}

	/** Whether every output comes from somewhere. */
	void requireKnownOutputs() {
		for (String output : this.outputs.keySet()) {
			if (!isKnown(output)) {
				throw new InvalidModelException("Nothing in the model makes its output '%s'.".formatted(output),
						REMEDY);
			}
		}
	}

}

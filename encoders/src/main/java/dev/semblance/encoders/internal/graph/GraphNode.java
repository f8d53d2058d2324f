package dev.semblance.encoders.internal.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A node of a graph. Two nodes are the same only if they are one object: it stands for a
 * place in the graph.
 */
public final class GraphNode {

	/** The domain of operators that ONNX Runtime has beyond the standard. */
	public static final String CONTRIBUTED = "com.microsoft";

	private final String name;

	private final String domain;

	private final String operator;

	private final List<String> inputs;

	private final List<String> outputs;

	private final Map<String, NodeAttribute> attributes;

	/**
	 * Creates a node.
	 * @param name its name, possibly empty
	 * @param domain the operator's domain, empty for the standard
	 * @param operator the operator
	 * @param inputs names of its inputs, an empty one where an optional input is left out
	 * @param outputs names of its outputs, an empty one where none is wanted
	 * @param attributes its attributes by name
	 */
	public GraphNode(String name, String domain, String operator, List<String> inputs, List<String> outputs,
			Map<String, NodeAttribute> attributes) {
		this.name = name;
		this.domain = domain.equals("ai.onnx") ? "" : domain;
		this.operator = operator;
		this.inputs = new ArrayList<>(inputs);
		this.outputs = List.copyOf(outputs);
		// By their names, so that the same graph is always written alike.
		this.attributes = new TreeMap<>(attributes);
	}

	/**
	 * Returns the node's name.
	 * @return the name, for messages
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the operator's domain.
	 * @return the domain, empty for the standard
	 */
	public String domain() {
		return this.domain;
	}

	/**
	 * Returns the operator.
	 * @return its name
	 */
	public String operator() {
		return this.operator;
	}

	/**
	 * Tells whether the node is of an operator of the standard.
	 * @param operator the operator
	 * @return whether it is
	 */
	public boolean is(String operator) {
		return this.domain.isEmpty() && this.operator.equals(operator);
	}

	/**
	 * Returns the names of the inputs.
	 * @return the names, empty where an optional input is left out
	 */
	public List<String> inputs() {
		return List.copyOf(this.inputs);
	}

	/**
	 * Returns what the node depends on: its inputs, and what graphs within it use.
	 * @return names of tensors, each once
	 */
	public Set<String> dependencies() {
		Set<String> dependencies = new LinkedHashSet<>(this.inputs);
		this.attributes.values().forEach((attribute) -> {
			if (attribute instanceof NodeAttribute.Graph graph) {
				dependencies.addAll(graph.captured());
			}
			else if (attribute instanceof NodeAttribute.Other other) {
				dependencies.addAll(other.captured());
			}
		});
		dependencies.remove("");
		return dependencies;
	}

	/**
	 * Returns the name of an input.
	 * @param index the input's place
	 * @return the name, empty if the node has no such input
	 */
	public String input(int index) {
		return (index < this.inputs.size()) ? this.inputs.get(index) : "";
	}

	/**
	 * Returns the other one of two inputs.
	 * @param input the one
	 * @return the first input that is not this one; the same if both are
	 */
	public String other(String input) {
		return input(0).equals(input) ? input(1) : input(0);
	}

	/**
	 * Returns the names of the outputs.
	 * @return the names
	 */
	public List<String> outputs() {
		return this.outputs;
	}

	/**
	 * Returns the name of the first output.
	 * @return the name
	 */
	public String output() {
		return this.outputs.get(0);
	}

	/**
	 * Returns the attributes.
	 * @return the attributes by name
	 */
	public Map<String, NodeAttribute> attributes() {
		return Collections.unmodifiableMap(this.attributes);
	}

	/**
	 * Returns an attribute.
	 * @param name its name
	 * @return the attribute, {@code null} if the node has none of that name
	 */
	public @Nullable NodeAttribute attribute(String name) {
		return this.attributes.get(name);
	}

	/**
	 * Tells whether a graph within the node uses a tensor of the graph around, where it
	 * cannot be given another name.
	 * @param name the tensor's name
	 * @return whether one does
	 */
	public boolean captures(String name) {
		return dependencies().contains(name) && !this.inputs.contains(name);
	}

	/** Only the graph does this, which knows who uses what. */
	void replaceInput(String from, String to) {
		this.inputs.replaceAll((input) -> input.equals(from) ? to : input);
	}

	@Override
	public String toString() {
		return this.operator + (this.name.isEmpty() ? "" : " " + this.name);
	}

}

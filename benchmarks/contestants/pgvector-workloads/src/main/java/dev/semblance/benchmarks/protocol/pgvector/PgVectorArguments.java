package dev.semblance.benchmarks.protocol.pgvector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Workloads and options of a command line, read without a library.
 */
final class PgVectorArguments {

	private static final Set<String> FLAGS = Set.of("--keep");

	private final List<String> workloads = new ArrayList<>();

	private final Map<String, String> options = new HashMap<>();

	PgVectorArguments(String[] args) {
		for (int i = 0; i < args.length; i++) {
			if (FLAGS.contains(args[i])) {
				this.options.put(args[i], "");
			}
			else if (args[i].startsWith("--")) {
				this.options.put(args[i], args[++i]);
			}
			else {
				this.workloads.add(args[i]);
			}
		}
	}

	List<String> workloads() {
		return this.workloads;
	}

	boolean given(String option) {
		return this.options.containsKey(option);
	}

	String required(String option) {
		if (!given(option)) {
			throw new IllegalArgumentException(option + " is missing");
		}
		return this.options.get(option);
	}

	int number(String option, int otherwise) {
		return given(option) ? Integer.parseInt(required(option)) : otherwise;
	}

	List<String> list(String option, String otherwise) {
		return List.of(this.options.getOrDefault(option, otherwise).split(","));
	}

}

package dev.semblance.benchmarks.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands. Each reads its texts before its clock starts.
 */
final class Commands {

	private final Contestant contestant;

	private final AllocationMeter allocation = new AllocationMeter();

	Commands(Contestant contestant) {
		this.contestant = contestant;
	}

	Answer run(String[] command) throws Exception {
		return switch (command[0]) {
			case "load" -> load(Integer.parseInt(command[1]));
			case "bulk" -> bulk(texts(command[1]), Integer.parseInt(command[2]));
			case "single" -> single(texts(command[1]), Integer.parseInt(command[2]));
			case "concurrent" ->
				concurrent(texts(command[1]), Integer.parseInt(command[2]), Double.parseDouble(command[3]));
			case "allocation" -> allocation(texts(command[1]), Integer.parseInt(command[2]));
			case "vectors" -> new Answer().put("vectors", this.contestant.encodeAll(texts(command[1])));
			case "memory" -> ResidentMemory.read();
			default -> throw new IllegalArgumentException("Unknown command " + command[0]);
		};
	}

	private Answer load(int maxLength) throws Exception {
		long start = System.nanoTime();
		this.contestant.load(maxLength);
		return new Answer().put("seconds", secondsSince(start)).put("runtime", "JDK " + Runtime.version());
	}

	private Answer bulk(List<String> texts, int requestSize) {
		long start = System.nanoTime();
		List<float[]> vectors = encode(texts, requestSize);
		return new Answer().put("seconds", secondsSince(start)).put("texts", vectors.size());
	}

	private Answer single(List<String> texts, int count) {
		Latencies latencies = new Latencies();
		for (int i = 0; i < count; i++) {
			String text = texts.get(i % texts.size());
			long start = System.nanoTime();
			this.contestant.encodeOne(text);
			latencies.add(System.nanoTime() - start);
		}
		return latencies.describe(new Answer().put("texts", count));
	}

	private Answer concurrent(List<String> texts, int threads, double seconds) throws Exception {
		return new ConcurrentQueries((i) -> this.contestant.encodeOne(texts.get(i)), texts.size()).run(threads,
				seconds);
	}

	private Answer allocation(List<String> texts, int requestSize) {
		this.allocation.start();
		List<float[]> vectors = encode(texts, requestSize);
		long bytes = this.allocation.stop();
		return new Answer().put("texts", vectors.size())
			.put("bytes_per_text", (bytes - AllocationMeter.sizeOf(vectors)) / (double) vectors.size());
	}

	private List<float[]> encode(List<String> texts, int requestSize) {
		if (requestSize == 0) {
			return this.contestant.encodeAll(texts);
		}
		List<float[]> vectors = new ArrayList<>(texts.size());
		for (int start = 0; start < texts.size(); start += requestSize) {
			int end = Math.min(start + requestSize, texts.size());
			vectors.addAll(this.contestant.encodeAll(texts.subList(start, end)));
		}
		return vectors;
	}

	private static List<String> texts(String file) throws IOException {
		return Files.readAllLines(Path.of(file));
	}

	private static double secondsSince(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

}

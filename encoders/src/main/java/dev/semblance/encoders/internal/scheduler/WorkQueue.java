package dev.semblance.encoders.internal.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.semblance.encoders.internal.scheduler.LengthPool.BatchLimits;
import org.jspecify.annotations.Nullable;

/**
 * The texts that wait, and whose turn it is. Every call gets the same share of tokens,
 * however many texts it has. A call that has not run yet goes before those that have, so
 * that one query waits only for the batches in work, also behind a large ingest; and
 * because time goes on with every token run, a steady stream of new calls does not keep
 * an old one from its share. Not safe for concurrent use.
 */
final class WorkQueue {

	/** No batch is cut below this for the sake of idle lanes. */
	private static final int LEAST_SHARE = 128;

	private final int paddingMultiple;

	/** Calls that have texts waiting, in the order of their arrival. */
	private final Set<Call<?>> waiting = new LinkedHashSet<>();

	/** Fair shares handed out so far, in tokens. */
	private double clock;

	private long tokens;

	WorkQueue(int paddingMultiple) {
		this.paddingMultiple = paddingMultiple;
	}

	/** Number of tokens that wait. */
	long tokens() {
		return this.tokens;
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/** Tells whether as much waits for some model as a batch of it may hold. */
	boolean holdsFullBatch() {
		return this.waiting.stream()
			.map(Call::model)
			.anyMatch((model) -> model.pool(false).tokens() + model.pool(true).tokens() >= model.budget().tokens());
	}

	<T> void add(QueuedText<T> text) {
		Call<T> call = text.call();
		if (call.submitted() == 0) {
			call.turn(this.clock - call.model().budget().tokens());
		}
		call.submitted(text);
		call.model().pool(call.served()).add(text);
		this.waiting.add(call);
		this.tokens += text.length();
	}

	/** Takes out what a call has waiting. */
	<T> void removeAll(Call<T> call) {
		for (QueuedText<T> text : call.waiting()) {
			call.model().pool(call.served()).remove(text);
			this.tokens -= text.length();
		}
		call.waiting().clear();
		this.waiting.remove(call);
	}

	/**
	 * Returns the calls whose deadline has passed while they had texts waiting.
	 */
	List<Call<?>> late() {
		List<Call<?>> late = new ArrayList<>();
		for (Call<?> call : this.waiting) {
			if (call.isLate()) {
				late.add(call);
			}
		}
		return late;
	}

	/**
	 * Takes the next batch.
	 * @param idleLanes number of lanes that have nothing to do, the asking one included
	 * @param calls number of calls that share the device
	 */
	@Nullable Batch<?> take(int idleLanes, int calls) {
		Call<?> next = this.waiting.stream().min(Comparator.comparingDouble(Call::turn)).orElse(null);
		return (next != null) ? take(next, idleLanes, calls) : null;
	}

	private <T> Batch<T> take(Call<T> call, int idleLanes, int calls) {
		ScheduledModel<T> model = call.model();
		long share = Math.max(LEAST_SHARE, (this.tokens + idleLanes - 1) / idleLanes);
		int budget = (int) Math.min(model.budget().tokens(), share);
		Batch<T> batch = model.pool(call.served())
			.take(call.waiting().iterator().next(),
					new BatchLimits(budget, model.budget().freePadding(), this.paddingMultiple));
		double before = this.clock;
		this.clock += (double) batch.tokens() / Math.max(1, calls);
		batch.texts().forEach((text) -> taken(text, before));
		batch.texts().forEach((text) -> serve(text.call()));
		return batch;
	}

	private <T> void taken(QueuedText<T> text, double clockBefore) {
		Call<T> call = text.call();
		call.waiting().remove(text);
		call.turn(Math.max(call.turn(), clockBefore) + text.length());
		this.tokens -= text.length();
		if (call.waiting().isEmpty()) {
			this.waiting.remove(call);
		}
	}

	/** From now on its texts meet those of other calls in work. */
	private <T> void serve(Call<T> call) {
		if (!call.served()) {
			call.waiting().forEach((text) -> {
				call.model().pool(false).remove(text);
				call.model().pool(true).add(text);
			});
			call.serve();
		}
	}

}

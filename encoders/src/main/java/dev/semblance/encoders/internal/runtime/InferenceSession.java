package dev.semblance.encoders.internal.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.encoders.internal.lifecycle.OpenResources;
import dev.semblance.encoders.internal.lifecycle.ReferenceCount;
import dev.semblance.encoders.internal.scheduler.BatchModel;
import dev.semblance.encoders.internal.scheduler.LaneRun;
import dev.semblance.encoders.internal.scheduler.ScheduledModel;
import dev.semblance.encoders.internal.scheduler.Scheduler;
import dev.semblance.encoders.internal.scheduler.TokenBudget;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in ONNX Runtime, at the scheduler of its device. It cannot be used after it is
 * freed: ONNX Runtime itself does not guard against a close during a run, which takes the
 * JVM down. Safe for concurrent callers.
 */
public final class InferenceSession {

	private static final Logger logger = LoggerFactory.getLogger(InferenceSession.class);

	/** A run that was terminated ends within milliseconds. */
	private static final Duration TERMINATION = Duration.ofSeconds(10);

	private static final Duration ENDING = Duration.ofMillis(20);

	private final OpenModel model;

	private final Scheduler scheduler;

	private final Duration closeTimeout;

	private final TokenBudget budget;

	private final ReferenceCount references;

	private final Queue<ScheduledModel<?>> scheduled = new ConcurrentLinkedQueue<>();

	private final Queue<Runnable> companions = new ConcurrentLinkedQueue<>();

	InferenceSession(OpenModel model, Scheduler scheduler, Duration closeTimeout, TokenBudget budget) {
		this.model = model;
		this.scheduler = scheduler;
		this.closeTimeout = closeTimeout;
		this.budget = budget;
		this.references = new ReferenceCount("The encoder of " + model.name(), this::free);
		scheduler.attach();
		OpenResources.SESSIONS.opened();
	}

	/**
	 * Returns where the session runs.
	 * @return the device, never {@code auto}
	 */
	public Device device() {
		return this.model.device();
	}

	/**
	 * Returns how large batches may be.
	 * @return the budget of all that runs on this session
	 */
	public TokenBudget budget() {
		return this.budget;
	}

	/**
	 * Tells whether a batch may use several threads when it has the device to itself.
	 * @return whether it may
	 */
	public boolean runsWide() {
		return this.model.hasWideSession();
	}

	/**
	 * Brings a purpose of the model to the scheduler.
	 * @param purpose runs batches on this session
	 * @param <T> what it makes of a text
	 * @return the purpose, ready for calls
	 */
	public <T> ScheduledModel<T> schedule(BatchModel<T> purpose) {
		ScheduledModel<T> model = this.scheduler.schedule(purpose);
		this.scheduled.add(model);
		return model;
	}

	/**
	 * Does work that needs the session, or what belongs to it; neither is freed before
	 * the work is done.
	 * @param work the work
	 * @param <T> what the work gives
	 * @return what the work gives
	 * @throws IllegalStateException if the session is closed
	 */
	public <T> T whileOpen(CallGate.Call<T, RuntimeException> work) {
		return this.references.call(work);
	}

	/**
	 * Runs one batch on a lane. The caller for whom it runs may have gone meanwhile.
	 * @param batch the inputs
	 * @param outputs the outputs to compute
	 * @param lane where it runs
	 * @param reader takes what is needed of the outputs
	 * @param <T> what that is
	 * @return what the reader took
	 * @throws EncodingException if the run fails
	 * @throws dev.semblance.encoders.internal.scheduler.DeviceMemoryExhausted if the
	 * device has too little memory for the batch
	 */
	public <T> T run(BatchInput batch, List<OutputTensor> outputs, LaneRun lane, Function<ModelOutputs, T> reader) {
		this.references.retain();
		try (RunOptions options = new RunOptions();
				BatchTensors tensors = BatchTensors.of(batch.layout(), batch.texts(), batch.length(),
						this.model.pinnable(outputs), lane.memory())) {
			if (batch.tokens() > this.budget.tokens()) {
				this.model.shrinkMemoryAfter(options);
			}
			try (OrtSession.Result result = lane.onDevice(() -> terminate(options),
					() -> ProcessExit.waitsFor(() -> this.model.session(lane.wide())
						.run(tensors.inputs(), tensors.open(), tensors.pinned(), options)))) {
				return reader.apply(new ModelOutputs(result, tensors.pinnedValues()));
			}
		}
		catch (OrtException ex) {
			throw MemoryFailure.of(ex)
				.orElseGet(() -> new EncodingException(
						"ONNX Runtime failed to run %s on %s over %d texts of %d tokens: %s.".formatted(
								this.model.name(), device(), batch.texts().size(), batch.length(), ex.getMessage()),
						"Fetch or export the model again if it happens with every text.", ex));
		}
		finally {
			this.references.leave();
		}
	}

	private static void terminate(RunOptions options) {
		try {
			options.setTerminate(true);
		}
		catch (OrtException ex) {
			logger.debug("A run could not be terminated and goes on", ex);
		}
	}

	/**
	 * Frees the session and what belongs to it, once the calls in flight are done. Calls
	 * that take too long are ended. May be repeated.
	 * @param companion frees what was opened together with the session
	 */
	public void close(Runnable companion) {
		this.companions.add(companion);
		this.references.close();
		if (this.references.awaitUnused(this.closeTimeout)) {
			return;
		}
		IllegalStateException closed = new IllegalStateException(
				"The encoder of %s was closed, and the call did not end within %s.".formatted(this.model.name(),
						this.closeTimeout));
		long end = System.nanoTime() + TERMINATION.toNanos();
		while (System.nanoTime() - end < 0) {
			// Again and again, for calls that had not come to the scheduler yet.
			this.scheduled.forEach((model) -> model.endAll(closed));
			if (this.references.awaitUnused(ENDING)) {
				return;
			}
		}
		logger.warn("{} is still at work and will be freed by whoever uses it last", this.model.name());
	}

	private void free() {
		try {
			this.model.close();
			this.companions.stream().findFirst().ifPresent(Runnable::run);
		}
		finally {
			this.scheduler.detach();
			OpenResources.SESSIONS.closed();
		}
		logger.debug("Closed {}; {} sessions are still open", this.model.name(), OpenResources.SESSIONS.count());
	}

	/**
	 * The inputs of a batch.
	 *
	 * @param layout how texts are laid out
	 * @param texts the texts
	 * @param length number of tokens that every text is filled up to
	 */
	public record BatchInput(BatchLayout layout, List<TokenizedText> texts, int length) {

		/**
		 * Copies the texts.
		 */
		public BatchInput {
			texts = List.copyOf(texts);
		}

		int tokens() {
			return this.texts.size() * this.length;
		}

	}

}

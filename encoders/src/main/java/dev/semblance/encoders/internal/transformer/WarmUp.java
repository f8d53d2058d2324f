package dev.semblance.encoders.internal.transformer;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncoderStatistics;
import dev.semblance.encoders.OverloadedException;
import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.scheduler.ScheduledModel;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model once before its first caller does, and fits its token budget to the
 * device: a batch may not keep a lane so long that others wait noticeably, and a GPU's
 * memory must suffice.
 */
final class WarmUp {

	private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

	/** What somebody waits at most for the batch in work on a CPU. */
	private static final Duration LONGEST_BATCH = Duration.ofMillis(250);

	/** The same on a GPU, where more at a time gains nothing any more. */
	private static final Duration LONGEST_BATCH_ON_GPU = Duration.ofMillis(100);

	private static final int TEXT_LENGTH = 128;

	/** Enough to measure, little enough for a large model on a small machine. */
	private static final int CPU_TOKENS = 256;

	private static final int LEAST_BUDGET = 32;

	private static final int LEAST_BUDGET_ON_GPU = 2048;

	private final TransformerRunner runner;

	private final InferenceSession session;

	WarmUp(TransformerRunner runner, InferenceSession session) {
		this.runner = runner;
		this.session = session;
	}

	/** Runs some texts; returns the token budget. */
	int run(List<OutputTensor> outputs) {
		ScheduledModel<Boolean> model = this.session.schedule(new TransformerBatches<>(this.runner, this.session,
				outputs, (texts, length, values) -> Collections.nCopies(texts.size(), true)));
		boolean onCpu = this.runner.device() instanceof Device.Cpu;
		List<TokenizedText> texts = texts(onCpu ? CPU_TOKENS : this.session.budget().tokens());
		try {
			runOnce(model, texts);
			this.runner.counters().reset();
			runOnce(model, texts);
			if (onCpu) {
				fitBudget(LONGEST_BATCH, LEAST_BUDGET);
			}
			else {
				fitBudget(LONGEST_BATCH_ON_GPU, LEAST_BUDGET_ON_GPU);
			}
		}
		catch (OverloadedException ex) {
			logger.debug("{} is loaded without a warm-up: {}", this.runner.model(), ex.problem());
		}
		this.runner.counters().reset();
		return this.session.budget().tokens();
	}

	private List<TokenizedText> texts(int tokens) {
		int length = Math.min(TEXT_LENGTH, this.runner.maxLength());
		TokenizedText text = this.runner.tokenizer().tokenize(List.of("warm up ".repeat(length)), length).get(0);
		return Collections.nCopies(Math.max(1, tokens / Math.max(1, text.ids().length)), text);
	}

	private static void runOnce(ScheduledModel<Boolean> model, List<TokenizedText> texts) {
		model.run(texts.size(), () -> texts, null);
	}

	private void fitBudget(Duration longest, int least) {
		EncoderStatistics measured = this.runner.counters().statistics();
		long tokens = Math.max(1, measured.tokens() + measured.paddingTokens());
		long nanosPerToken = Math.max(1, measured.running().toNanos() / tokens);
		long fitting = Math.max(least, longest.toNanos() / nanosPerToken);
		if (fitting < this.session.budget().tokens()) {
			this.session.budget().lowerTo((int) fitting);
			logger.debug("A lane runs {} tokens of {} in {} ms, so batches hold no more", fitting, this.runner.model(),
					longest.toMillis());
		}
	}

}

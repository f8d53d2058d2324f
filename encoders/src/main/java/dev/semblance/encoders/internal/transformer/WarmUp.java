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
import dev.semblance.encoders.internal.scheduler.TokenBudget;
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
			if (onCpu) {
				this.runner.counters().reset();
				runOnce(model, texts);
				fitBudget();
			}
			else {
				fitToGpu(model);
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

	/** The first run, which is not measured, has found out what fits into memory. */
	private void fitToGpu(ScheduledModel<Boolean> model) {
		TokenBudget budget = this.session.budget();
		List<TokenizedText> many = texts(budget.tokens());
		List<TokenizedText> one = texts(1);
		runOnce(model, one);
		EncoderStatistics small = measured(model, one);
		EncoderStatistics large = measured(model, many);
		long batches = Math.max(1, large.batches());
		RunCost cost = RunCost.of(small.running().toNanos(), large.running().toNanos() / batches,
				large.tokens() / batches);
		budget.lowerTo((int) Math.min(budget.tokens(),
				Math.max(LEAST_BUDGET_ON_GPU, cost.tokensWithin(LONGEST_BATCH_ON_GPU.toNanos()))));
		budget.freePadding(cost.inTokens(budget.tokens()));
		logger.debug("A run of {} costs as much as {} tokens, and batches hold at most {}", this.runner.model(),
				budget.freePadding(), budget.tokens());
	}

	private EncoderStatistics measured(ScheduledModel<Boolean> model, List<TokenizedText> texts) {
		this.runner.counters().reset();
		runOnce(model, texts);
		return this.runner.counters().statistics();
	}

	private void fitBudget() {
		EncoderStatistics measured = this.runner.counters().statistics();
		long tokens = Math.max(1, measured.tokens() + measured.paddingTokens());
		long nanosPerToken = Math.max(1, measured.running().toNanos() / tokens);
		long fitting = Math.max(LEAST_BUDGET, LONGEST_BATCH.toNanos() / nanosPerToken);
		if (fitting < this.session.budget().tokens()) {
			this.session.budget().lowerTo((int) fitting);
			logger.debug("A lane runs {} tokens of {} in {} ms, so batches hold no more", fitting, this.runner.model(),
					LONGEST_BATCH.toMillis());
		}
	}

}

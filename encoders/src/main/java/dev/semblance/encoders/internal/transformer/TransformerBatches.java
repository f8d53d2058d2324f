package dev.semblance.encoders.internal.transformer;

import java.util.List;

import dev.semblance.encoders.internal.runtime.InferenceSession;
import dev.semblance.encoders.internal.runtime.InferenceSession.BatchInput;
import dev.semblance.encoders.internal.runtime.OutputTensor;
import dev.semblance.encoders.internal.scheduler.BatchModel;
import dev.semblance.encoders.internal.scheduler.LaneRun;
import dev.semblance.encoders.internal.scheduler.TokenBudget;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;

/**
 * Runs batches for some outputs of a transformer.
 *
 * @param <T> what is made of each text
 */
final class TransformerBatches<T> implements BatchModel<T> {

	private final TransformerRunner runner;

	private final InferenceSession session;

	private final List<OutputTensor> outputs;

	private final BatchReader<T> reader;

	TransformerBatches(TransformerRunner runner, InferenceSession session, List<OutputTensor> outputs,
			BatchReader<T> reader) {
		this.runner = runner;
		this.session = session;
		this.outputs = outputs;
		this.reader = reader;
	}

	@Override
	public String name() {
		return this.runner.model();
	}

	@Override
	public TokenBudget budget() {
		return this.session.budget();
	}

	@Override
	public boolean runsWide() {
		return this.session.runsWide();
	}

	@Override
	public List<T> run(List<TokenizedText> texts, int length, LaneRun lane) {
		long before = lane.deviceNanos();
		List<T> results = this.session.run(new BatchInput(this.runner.layout(), texts, length), this.outputs, lane,
				(values) -> this.reader.read(texts, length, values));
		this.runner.counters()
			.ran(texts.size(), TransformerRunner.usage(texts).tokens(), (long) texts.size() * length,
					lane.deviceNanos() - before);
		return results;
	}

}

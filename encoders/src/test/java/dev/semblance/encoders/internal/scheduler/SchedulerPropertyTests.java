package dev.semblance.encoders.internal.scheduler;

import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.Proofs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever callers, deadlines, interrupts, failures and closings do: every text has
 * exactly one outcome, in order, and nothing is left behind. The seed of a round that
 * fails is in the message, and repeats it but for the timing of threads.
 */
class SchedulerPropertyTests {

	private static final int FIRST_SEED = 20_260_801;

	@Test
	@Timeout(value = 2, unit = TimeUnit.MINUTES)
	void everyTextHasOneOutcomeAndNothingIsLeftBehind() throws Exception {
		rounds(FIRST_SEED, 25);
	}

	@Test
	@Tag("slow")
	@Timeout(value = 60, unit = TimeUnit.MINUTES)
	void everyTextHasOneOutcomeInManyMoreRounds() throws Exception {
		rounds(FIRST_SEED + 1_000_000, Proofs.size(100, 5_000));
	}

	private static void rounds(long firstSeed, int count) throws Exception {
		SchedulerRound.Tally tally = new SchedulerRound.Tally();
		for (long seed = firstSeed; seed < firstSeed + count; seed++) {
			new SchedulerRound(seed, tally).run();
		}
		Proofs.record("scheduler: %d rounds from seed %d: %s", count, firstSeed, tally);
		assertThat(tally.kinds()).contains("delivered", "DeadlineExceededException", "CallCancelledException",
				"EncodingException", "DeviceMemoryException", "OverloadedException");
	}

}

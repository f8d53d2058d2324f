package dev.semblance.store.pgvector.internal.check;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.store.pgvector.check.Finding;

/**
 * Settings on which it depends that nothing is lost.
 *
 * @param settings the server's settings
 */
record DurabilityCheck(ServerSettings settings) implements Check {

	static final String SUBJECT = "durability";

	@Override
	public String subject() {
		return SUBJECT;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		if (this.settings.isOff("fsync")) {
			findings
				.add(Finding.problem(SUBJECT, "fsync is off: when the machine stops, the whole database may be lost.",
						"Set fsync = on in the server's configuration, and reload it."));
		}
		if (this.settings.isOff("full_page_writes")) {
			findings.add(Finding.problem(SUBJECT,
					"full_page_writes is off: when the machine stops while a page is written, the page may be lost.",
					"Set full_page_writes = on, unless the file system itself never leaves half a page."));
		}
		if (this.settings.isOff("synchronous_commit")) {
			findings.add(Finding.info(SUBJECT,
					"synchronous_commit is off: when the server stops, batches of the last moment that were reported as "
							+ "written may be missing.",
					"Ingest them again, or set synchronous_commit = on."));
		}
		if (this.settings.isOff("data_checksums")) {
			findings.add(Finding.info(SUBJECT, "Data checksums are off: a disk that damages a page is not noticed.",
					"Switch them on while the server is stopped: pg_checksums --enable."));
		}
		return findings.isEmpty() ? List.of(Finding.ok(SUBJECT, "What is committed stays.")) : findings;
	}

}

package dev.semblance.store.pgvector.internal.check;

import java.util.List;

import dev.semblance.store.pgvector.check.Finding;

/**
 * Looks at one group of things.
 */
interface Check {

	/**
	 * Names the group, for when it cannot be looked at.
	 */
	String subject();

	/**
	 * Looks.
	 * @return a finding for each thing, also if it is as it should be
	 */
	List<Finding> findings();

}

package dev.semblance.encoders.internal.hub;

import java.util.List;

/**
 * What a revision stands for now.
 *
 * @param commit the commit
 * @param files paths of all its files
 */
record RepositoryListing(String commit, List<String> files) {

	RepositoryListing {
		files = List.copyOf(files);
	}

}

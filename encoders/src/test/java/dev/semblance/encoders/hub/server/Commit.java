package dev.semblance.encoders.hub.server;

import java.util.SortedMap;

/**
 * A commit of a repository.
 *
 * @param sha the commit's name
 * @param files files by their path
 */
record Commit(String sha, SortedMap<String, StoredFile> files) {

}

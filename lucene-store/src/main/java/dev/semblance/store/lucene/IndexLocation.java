package dev.semblance.store.lucene;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import dev.semblance.retrieval.store.StoreException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Where an index is kept, and how what goes wrong there is told.
 *
 * @param path the directory; {@code null} for memory
 */
record IndexLocation(@Nullable Path path) {

	Directory open() throws IOException {
		if (this.path == null) {
			return new ByteBuffersDirectory();
		}
		if (Files.exists(this.path) && !Files.isDirectory(this.path)) {
			throw new StoreException("%s cannot be opened: it is a file.".formatted(this), "Name a directory.", null);
		}
		if (Files.exists(this.path) && !Files.isWritable(this.path)) {
			// With an old lock file Lucene would notice at the first write only.
			throw new AccessDeniedException(this.path.toString());
		}
		return FSDirectory.open(this.path);
	}

	/**
	 * Reads what the last commit of an index that is there recorded beside its documents.
	 */
	Map<String, String> commitData() throws IOException {
		if (this.path == null || !Files.isDirectory(this.path)) {
			throw missing();
		}
		try (Directory directory = open()) {
			if (!DirectoryReader.indexExists(directory)) {
				throw missing();
			}
			return SegmentInfos.readLatestCommit(directory).getUserData();
		}
	}

	private StoreException missing() {
		return new StoreException("%s does not exist.".formatted(this), "Fill it first, or name another directory.",
				null);
	}

	StoreException cannotOpen(Exception failure) {
		if (failure instanceof LockObtainFailedException) {
			return new StoreException("%s is already open, here or in another process.".formatted(this),
					"Close it there, or use another directory.", failure);
		}
		if (failure instanceof CorruptIndexException || failure instanceof IndexFormatTooOldException
				|| failure instanceof IndexFormatTooNewException || failure instanceof EOFException
				|| failure instanceof NoSuchFileException || failure instanceof IllegalArgumentException) {
			return damaged(failure);
		}
		if (failure instanceof AccessDeniedException) {
			return new StoreException(
					"%s cannot be opened: access to %s is denied.".formatted(this, failure.getMessage()),
					"Grant read and write access, or use another directory.", failure);
		}
		return new StoreException("%s cannot be opened: %s.".formatted(this, failure),
				"Check the path and its permissions, or use another directory.", failure);
	}

	StoreException damaged(Exception failure) {
		return new StoreException("%s is damaged: %s.".formatted(this, failure.getMessage()),
				"Restore it from a backup, or delete it and ingest the documents again.", failure);
	}

	StoreException cannotRead(IOException failure) {
		return new StoreException("%s cannot be read: %s.".formatted(this, failure),
				"Check the disk; if the index is damaged, restore it or ingest the documents again.", failure);
	}

	StoreException cannotWrite(Exception failure) {
		return new StoreException("%s cannot be written: %s.".formatted(this, failure),
				"A call is kept whole or not at all: check the disk's space and permissions and repeat it.", failure);
	}

	@Override
	public String toString() {
		return (this.path != null) ? "The store at " + this.path : "The store in memory";
	}

}

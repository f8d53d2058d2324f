package dev.semblance.encoders;

/**
 * Is told how far a download is. Called by the thread that loads the model, often; must
 * not block.
 */
@FunctionalInterface
public interface DownloadListener {

	/**
	 * Tells how far a file is.
	 * @param progress the file and how much of it is there
	 */
	void progress(DownloadProgress progress);

}

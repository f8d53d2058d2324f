package dev.semblance.encoders;

/**
 * How far a file is. The first of a file says where an attempt starts, which is not 0 if
 * an earlier one was interrupted.
 *
 * @param repository organization and name of the model
 * @param file path of the file in the repository
 * @param bytes how many are there
 * @param totalBytes how many the file has
 */
public record DownloadProgress(String repository, String file, long bytes, long totalBytes) {

	/**
	 * Returns the share that is there.
	 * @return the share in whole percent, from 0 to 100
	 */
	public int percent() {
		return (this.totalBytes == 0) ? 100 : (int) Math.min(100, this.bytes * 100 / this.totalBytes);
	}

}

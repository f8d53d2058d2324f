package dev.semblance.encoders.internal.cache;

import java.nio.file.Path;

/**
 * The right to a folder among all threads of this JVM. File locks are between processes
 * only; and closing any channel on a file gives back the locks that the process has on
 * it, so there must be one channel at a time, also where classes of several loaders work
 * with one cache. What those have in common are interned strings and system properties.
 */
final class ThreadLock {

	private final String key;

	private ThreadLock(String key) {
		this.key = key;
	}

	/**
	 * Finds the lock of a folder.
	 * @param folder its real path
	 */
	static ThreadLock of(Path folder) {
		return new ThreadLock(("dev.semblance.lock:" + folder).intern());
	}

	void acquire() throws InterruptedException {
		String holder = Long.toString(Thread.currentThread().getId());
		synchronized (this.key) {
			if (holder.equals(System.getProperty(this.key))) {
				throw new IllegalStateException("%s is held by this thread already".formatted(this.key));
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			while (System.getProperty(this.key) != null) {
				this.key.wait();
			}
			System.setProperty(this.key, holder);
		}
	}

	void release() {
		synchronized (this.key) {
			System.clearProperty(this.key);
			this.key.notifyAll();
		}
	}

}

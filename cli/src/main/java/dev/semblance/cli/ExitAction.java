package dev.semblance.cli;

/**
 * Something to be done if the JVM ends before this is closed, for example by Ctrl-C.
 */
final class ExitAction implements AutoCloseable {

	private final Thread hook;

	ExitAction(Runnable action) {
		this.hook = new Thread(action, "semblance-exit");
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	@Override
	public void close() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending already, and the action runs.
		}
	}

}

package dev.semblance.encoders.internal.cache;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RepositoryLockTests {

	@TempDir
	private Path folder;

	@Test
	void aFolderHasOneLockByWhateverName() throws Exception {
		Path real = Files.createDirectories(this.folder.resolve("real"));
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), real);
		CompletableFuture<Void> other;
		try (RepositoryLock lock = RepositoryLock.acquire(real)) {
			lock.require();
			other = CompletableFuture.runAsync(() -> RepositoryLock.acquire(link).close());
			Thread.sleep(100);
			assertThat(other).isNotDone();
			assertThatIllegalStateException().isThrownBy(() -> RepositoryLock.acquire(link));
		}
		other.get(20, TimeUnit.SECONDS);
	}

	@Test
	void aLockThatWasGivenBackGivesNoRight() {
		RepositoryLock lock = RepositoryLock.acquire(this.folder);
		lock.close();
		assertThatIllegalStateException().isThrownBy(lock::require);
		RepositoryLock.acquire(this.folder).close();
	}

	@Test
	void aThreadThatIsInterruptedDoesNotWait() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CallCancelledException.class).isThrownBy(() -> RepositoryLock.acquire(this.folder))
			.withMessageContaining(this.folder.toString());
		assertThat(Thread.interrupted()).isTrue();
		RepositoryLock.acquire(this.folder).close();
	}

	@Test
	void aWaiterThatIsInterruptedLeavesTheLockWithItsHolder() throws Exception {
		try (RepositoryLock lock = RepositoryLock.acquire(this.folder)) {
			lock.require();
			interruptWaiter(RepositoryLock.class);
			assertHeldForOtherProcesses();
		}
	}

	@Test
	void aWaiterOfAnotherClassLoaderThatIsInterruptedLeavesTheLockWithItsHolder() throws Exception {
		URL classes = RepositoryLock.class.getProtectionDomain().getCodeSource().getLocation();
		try (RepositoryLock lock = RepositoryLock.acquire(this.folder); Others others = new Others(classes)) {
			lock.require();
			Class<?> other = others.loadClass(RepositoryLock.class.getName());
			assertThat(other).isNotSameAs(RepositoryLock.class);
			interruptWaiter(other);
			assertHeldForOtherProcesses();
		}
	}

	private void interruptWaiter(Class<?> type) throws Exception {
		var acquire = type.getDeclaredMethod("acquire", Path.class);
		acquire.setAccessible(true);
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread waiter = new Thread(() -> {
			try {
				acquire.invoke(null, this.folder);
				failure.complete(new AssertionError("There were two at a time"));
			}
			catch (ReflectiveOperationException ex) {
				failure.complete(ex.getCause());
			}
		});
		waiter.start();
		Thread.sleep(200);
		assertThat(failure).isNotDone();
		waiter.interrupt();
		assertThat(failure.get(20, TimeUnit.SECONDS).getClass().getName())
			.isEqualTo(CallCancelledException.class.getName());
	}

	private void assertHeldForOtherProcesses() throws IOException, InterruptedException {
		ChildJvm child = ChildJvm.start(this.folder, Try.class, "-XX:TieredStopAtLevel=1",
				"-Dtry.lock=" + this.folder.resolve("lock"));
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		assertThat(child.printed()).contains("held");
	}

	/** Tries to take the lock. */
	static final class Try {

		private Try() {
		}

		public static void main(String[] arguments) throws IOException {
			try (var channel = FileChannel.open(Path.of(System.getProperty("try.lock")), StandardOpenOption.WRITE)) {
				System.out.println((channel.tryLock() != null) ? "free" : "held");
			}
		}

	}

	/** Loads the classes of this project once more. */
	private static final class Others extends URLClassLoader {

		Others(URL classes) {
			super(new URL[] { classes }, RepositoryLockTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				if (name.startsWith("dev.semblance.encoders.") && findLoadedClass(name) == null) {
					return findClass(name);
				}
				return super.loadClass(name, resolve);
			}
		}

	}

}

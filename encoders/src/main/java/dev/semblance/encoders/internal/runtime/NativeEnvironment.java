package dev.semblance.encoders.internal.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import ai.onnxruntime.OrtEnvironment;
import dev.semblance.encoders.internal.natives.NativeLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's environment of this process. A shutdown hook of its own frees it while
 * sessions are still created and run, and that kills the JVM; hooks run side by side, so
 * no other hook can hold it up. The native library counts references, but not from Java:
 * one that is never given back keeps the environment until the process is gone.
 */
final class NativeEnvironment {

	private static final Logger logger = LoggerFactory.getLogger(NativeEnvironment.class);

	private static boolean kept;

	private NativeEnvironment() {
	}

	/**
	 * Returns the environment, which stays alive from now on.
	 * @throws IllegalStateException if the process is ending, and the environment with it
	 */
	static synchronized OrtEnvironment get() {
		OrtEnvironment environment = OrtEnvironment.getEnvironment();
		NativeLoader.loaded();
		if (!kept) {
			keep(environment);
			kept = true;
		}
		return environment;
	}

	private static void keep(OrtEnvironment environment) {
		long owned;
		long kept;
		try {
			Field handle = OrtEnvironment.class.getDeclaredField("nativeHandle");
			Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
			Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
			handle.setAccessible(true);
			api.setAccessible(true);
			create.setAccessible(true);
			owned = handle.getLong(environment);
			kept = (long) create.invoke(null, api.getLong(null), 2, OrtEnvironment.DEFAULT_NAME);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("This ONNX Runtime is not known; a process that ends while it works may crash", ex);
			return;
		}
		if (owned != kept) {
			throw new IllegalStateException("ONNX Runtime has been shut down, because the process is ending.");
		}
	}

}

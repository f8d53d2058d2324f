package dev.semblance.encoders.internal.natives;

import java.nio.file.Path;
import java.util.Map;

import dev.semblance.encoders.internal.hub.HubEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Where ONNX Runtime's native libraries come from and are kept.
 *
 * @param onnxRuntime a folder of native libraries, or a jar that holds them; {@code null}
 * for the artifact on the class path
 * @param home the folder of everything that Semblance keeps
 */
public record NativeSettings(@Nullable Path onnxRuntime, Path home) {

	/** Names a build in the environment. */
	public static final String VARIABLE = "SEMBLANCE_ONNXRUNTIME";

	/**
	 * Takes from the environment what is not set.
	 * @param onnxRuntime a folder or a jar, if it is set
	 * @param home the folder of everything that Semblance keeps, if it is set
	 * @return the settings
	 */
	public static NativeSettings of(@Nullable Path onnxRuntime, @Nullable Path home) {
		return of(onnxRuntime, home, System.getenv());
	}

	static NativeSettings of(@Nullable Path onnxRuntime, @Nullable Path home, Map<String, String> variables) {
		return new NativeSettings(
				(onnxRuntime != null) ? onnxRuntime : HubEnvironment.path(variables, VARIABLE).orElse(null),
				(home != null) ? home : HubEnvironment.home(variables));
	}

}

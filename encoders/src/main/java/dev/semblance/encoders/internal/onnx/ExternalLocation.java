package dev.semblance.encoders.internal.onnx;

import java.util.regex.Pattern;

/**
 * Where an ONNX file says that its weights are.
 */
public final class ExternalLocation {

	/** Of a file in the same folder, on any operating system. */
	private static final Pattern NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]{1,255}");

	private ExternalLocation() {
	}

	/**
	 * Tells whether a file stands beside the ONNX file, whatever the operating system.
	 * @param location the location that the ONNX file states
	 * @return whether it is a file of the same folder, and of no other
	 */
	public static boolean isBeside(String location) {
		return NAME.matcher(location).matches() && !location.startsWith("..") && !location.equals(".");
	}

}

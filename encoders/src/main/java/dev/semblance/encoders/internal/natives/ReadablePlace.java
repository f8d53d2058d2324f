package dev.semblance.encoders.internal.natives;

import java.net.URI;
import java.nio.file.Path;

/**
 * Addresses as people read them.
 */
public final class ReadablePlace {

	private ReadablePlace() {
	}

	/**
	 * Turns an address into a path.
	 * @param address an address of a jar, also of one within a jar, or of a folder
	 * @return the path, or what comes nearest to it
	 */
	public static String of(String address) {
		String place = address.replaceFirst("^jar:", "").replaceFirst("!?/$", "");
		try {
			return place.startsWith("file:") ? Path.of(URI.create(place)).toString()
					: place.replaceFirst("^nested:", "");
		}
		catch (IllegalArgumentException ex) {
			return place;
		}
	}

}

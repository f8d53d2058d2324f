package dev.semblance.encoders.diagnosis;

import dev.semblance.encoders.SemblanceException;

/**
 * What keeps something that was asked for from working.
 *
 * @param problem what is missing or wrong, as a whole sentence without its end
 * @param remedy what to do about it, in whole sentences
 */
public record Obstacle(String problem, String remedy) {

	/**
	 * Takes what a failure tells.
	 * @param failure the failure
	 * @return its problem and its remedy
	 */
	public static Obstacle of(SemblanceException failure) {
		return new Obstacle(failure.problem().replaceFirst("\\.$", ""), failure.remedy());
	}

}

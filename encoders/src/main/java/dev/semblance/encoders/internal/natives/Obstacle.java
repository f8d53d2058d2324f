package dev.semblance.encoders.internal.natives;

/**
 * What keeps a device from being used.
 *
 * @param problem what is missing, as a whole sentence without its end
 * @param remedy what to do about it
 */
public record Obstacle(String problem, String remedy) {
}

package dev.semblance.encoders.internal.hub;

import java.net.URI;

import dev.semblance.encoders.internal.model.Checksum;

/**
 * What the hub announces of a file.
 *
 * @param location where its bytes are; may be signed, and then holds for a while only
 * @param size number of bytes
 * @param checksum what the bytes must be
 */
record RemoteFile(URI location, long size, Checksum checksum) {
}

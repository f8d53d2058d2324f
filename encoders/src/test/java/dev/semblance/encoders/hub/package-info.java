/**
 * Models that come from a hub.
 */
@NullMarked
package dev.semblance.encoders.hub;

import org.jspecify.annotations.NullMarked;

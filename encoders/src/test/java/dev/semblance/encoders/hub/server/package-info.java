/**
 * The Hugging Face hub's download protocol on the loopback interface, by a server that
 * can be told to misbehave.
 */
@NullMarked
package dev.semblance.encoders.hub.server;

import org.jspecify.annotations.NullMarked;

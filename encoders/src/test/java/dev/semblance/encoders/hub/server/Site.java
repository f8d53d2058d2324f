package dev.semblance.encoders.hub.server;

/**
 * What one of the two hosts answers when nothing is wrong.
 */
@FunctionalInterface
interface Site {

	Reply answer(ReceivedRequest request);

}

package dev.semblance.encoders.hub.server;

/**
 * Chooses the requests that a fault is for.
 */
@FunctionalInterface
public interface RequestMatcher {

	/**
	 * Tells whether the fault is for a request.
	 * @param request the request
	 * @return whether it is
	 */
	boolean matches(ReceivedRequest request);

}

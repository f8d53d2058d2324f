package dev.semblance.encoders.internal.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.TextRole;

/**
 * The modules of a model, for each role of a text.
 *
 * @param routes modules by the name of their route; a model without routes has one
 * @param routeOf name of the route by role; a role that leads nowhere is left out
 */
public record ModelModules(Map<String, List<ModelModule>> routes, Map<TextRole, String> routeOf) {

	private static final String ONLY = "";

	/**
	 * Copies the maps.
	 */
	public ModelModules {
		routes = Map.copyOf(routes);
		routeOf = Map.copyOf(routeOf);
	}

	/**
	 * Creates the modules of a model without routes.
	 * @param modules the modules, first to last
	 * @return the same modules for every role
	 */
	public static ModelModules single(List<ModelModule> modules) {
		Map<TextRole, String> routeOf = new EnumMap<>(TextRole.class);
		for (TextRole role : TextRole.values()) {
			routeOf.put(role, ONLY);
		}
		return new ModelModules(Map.of(ONLY, List.copyOf(modules)), routeOf);
	}

	/**
	 * Returns all modules of all routes.
	 * @return the modules
	 */
	public Stream<ModelModule> all() {
		return this.routes.values().stream().flatMap(List::stream);
	}

	/**
	 * Tells whether a kind of module is in any route.
	 * @param type the kind
	 * @return whether it is
	 */
	public boolean contains(Class<? extends ModelModule> type) {
		return all().anyMatch(type::isInstance);
	}

}

package dev.semblance.encoders.internal.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.TextRole;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a Router: modules by route, and which route a text takes. Resolution is that of
 * the reference, for texts: an explicit mapping of task and modality, then a route named
 * like the task, then for texts without a task the default route.
 */
final class RouterReader {

	private final ModelFiles files;

	private final ModuleFactory factory;

	RouterReader(ModelFiles files, ModuleFactory factory) {
		this.files = files;
		this.factory = factory;
	}

	Router read(String folder) {
		JsonFile json = JsonFile.read(this.files, folder + "router_config.json");
		Map<String, List<ModelModule>> routes = new LinkedHashMap<>();
		JsonNode types = json.object("types");
		json.object("structure").properties().forEach((route) -> {
			List<ModelModule> modules = new ArrayList<>();
			for (JsonNode id : route.getValue()) {
				String name = id.asString("");
				if (!types.path(name).isString()) {
					throw json.wrong("types", "the type of the module '%s'".formatted(name));
				}
				this.factory
					.create(ModuleReader.simpleName(types.path(name).asString()), folder + name + "/", json.name())
					.ifPresent(modules::add);
			}
			routes.put(route.getKey(), modules);
		});
		if (routes.isEmpty()) {
			throw json.wrong("structure", "at least one route");
		}
		return new Router(routes, routeOf(json, routes));
	}

	private static Map<TextRole, String> routeOf(JsonFile json, Map<String, List<ModelModule>> routes) {
		Map<TextRole, String> routeOf = new EnumMap<>(TextRole.class);
		for (TextRole role : TextRole.values()) {
			String route = resolve(json, routes, role);
			if (route != null && !routes.containsKey(route)) {
				throw new InvalidModelException("%s leads texts of the role %s to the route '%s', which does not exist."
					.formatted(json.name(), role, route), "The routes are %s.".formatted(routes.keySet()));
			}
			if (route != null) {
				routeOf.put(role, route);
			}
		}
		return routeOf;
	}

	private static @Nullable String resolve(JsonFile json, Map<String, List<ModelModule>> routes, TextRole role) {
		String task = switch (role) {
			case QUERY -> "query";
			case DOCUMENT -> "document";
			case PLAIN -> null;
		};
		JsonNode parameters = json.root().path("parameters");
		String mapped = mapped(parameters.path("route_mappings"), (task != null) ? "'" + task + "'" : "None");
		if (mapped != null) {
			return mapped;
		}
		if (task != null) {
			return routes.containsKey(task) ? task : null;
		}
		if (routes.containsKey("text")) {
			return "text";
		}
		String byDefault = parameters.path("default_route").asString("");
		if (!byDefault.isEmpty()) {
			return byDefault;
		}
		boolean allowEmptyKey = parameters.path("allow_empty_key").asBoolean(true);
		return allowEmptyKey ? routes.keySet().iterator().next() : null;
	}

	/** Keys are written as Python writes a pair of task and modality. */
	private static @Nullable String mapped(JsonNode mappings, String task) {
		for (String key : List.of("(%s, 'text')".formatted(task), "(%s, None)".formatted(task), "(None, 'text')",
				"(None, None)")) {
			if (mappings.path(key).isString()) {
				return mappings.path(key).asString();
			}
		}
		return null;
	}

	/**
	 * Creates a module from its type and its folder.
	 */
	@FunctionalInterface
	interface ModuleFactory {

		Optional<ModelModule> create(String type, String folder, String list);

	}

	/**
	 * A Router's routes.
	 *
	 * @param routes modules by route
	 * @param routeOf route by role
	 */
	record Router(Map<String, List<ModelModule>> routes, Map<TextRole, String> routeOf) {

		ModelModules followedBy(List<ModelModule> modules) {
			Map<String, List<ModelModule>> whole = new LinkedHashMap<>();
			this.routes.forEach((name, route) -> {
				List<ModelModule> all = new ArrayList<>(route);
				all.addAll(modules);
				whole.put(name, List.copyOf(all));
			});
			return new ModelModules(whole, this.routeOf);
		}

	}

}

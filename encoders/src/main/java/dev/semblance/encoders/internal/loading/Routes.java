package dev.semblance.encoders.internal.loading;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;

/**
 * The open routes of a model by the role of a text. Roles may share one.
 *
 * @param <T> what an open route is
 */
public final class Routes<T extends Route> implements AutoCloseable {

	private final Map<TextRole, T> byRole;

	private Routes(Map<TextRole, T> byRole) {
		this.byRole = byRole;
	}

	/**
	 * Opens every route that a role leads to, once. If one fails, those before it are
	 * closed.
	 * @param modules the model's modules
	 * @param opener opens a route
	 * @param <T> what an open route is
	 * @return the routes, which the caller must close
	 */
	public static <T extends Route> Routes<T> open(ModelModules modules, Function<List<ModelModule>, T> opener) {
		Map<String, T> opened = new HashMap<>();
		Map<TextRole, T> byRole = new EnumMap<>(TextRole.class);
		try {
			modules.routeOf().forEach((role, name) -> {
				T route = opened.get(name);
				if (route == null) {
					route = opener.apply(modules.routes().getOrDefault(name, List.of()));
					opened.put(name, route);
				}
				byRole.put(role, route);
			});
			return new Routes<>(byRole);
		}
		catch (RuntimeException | Error ex) {
			opened.values().forEach(Route::close);
			throw ex;
		}
	}

	/**
	 * Returns the route of a role.
	 * @param role the role
	 * @return the route
	 * @throws InvalidInputException if the role leads nowhere
	 */
	public T of(TextRole role) {
		T route = this.byRole.get(role);
		if (route == null) {
			throw new InvalidInputException("The model has no route for texts of the role %s, only for %s."
				.formatted(role, this.byRole.keySet()), "Encode texts as queries or as documents.");
		}
		return route;
	}

	/**
	 * Returns all routes, each once.
	 * @return the routes
	 */
	public Collection<T> all() {
		return new HashSet<>(this.byRole.values());
	}

	@Override
	public void close() {
		all().forEach(Route::close);
	}

}

package dev.semblance.encoders.internal.loading;

import dev.semblance.encoders.internal.hub.HubSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is looked for.
 *
 * @param hub the hub that is asked, and the caches
 * @param revision the revision that was set beside the model's name, if one was
 */
public record ModelSearch(HubSettings hub, @Nullable String revision) {
}

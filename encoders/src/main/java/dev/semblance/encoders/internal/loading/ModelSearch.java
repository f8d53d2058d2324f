package dev.semblance.encoders.internal.loading;

import java.util.function.Supplier;

import dev.semblance.encoders.internal.hub.HubModels;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is looked for.
 *
 * @param hub the hub that is asked, and the caches; only if the model is nowhere else, so
 * that what is wrong with them is no matter before
 * @param revision the revision that was set beside the model's name, if one was
 */
public record ModelSearch(Supplier<HubModels> hub, @Nullable String revision) {
}

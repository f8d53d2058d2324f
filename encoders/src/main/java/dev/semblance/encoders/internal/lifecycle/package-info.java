/**
 * What everything that can be closed has in common. Shared with the stores.
 */
@NullMarked
package dev.semblance.encoders.internal.lifecycle;

import org.jspecify.annotations.NullMarked;

/**
 * Connections of the store to services of Docker Compose.
 */
@NullMarked
package dev.semblance.boot.store.docker.compose;

import org.jspecify.annotations.NullMarked;

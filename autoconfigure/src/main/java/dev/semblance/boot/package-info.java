/**
 * Spring Boot auto-configuration: a runtime, an encoder, a store, a retriever and the
 * models of the frameworks that are on the class path, from properties that start with
 * {@code semblance}.
 */
@NullMarked
package dev.semblance.boot;

import org.jspecify.annotations.NullMarked;

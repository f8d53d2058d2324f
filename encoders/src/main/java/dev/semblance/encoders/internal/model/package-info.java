/**
 * Where a model's files are and what they say.
 */
@NullMarked
package dev.semblance.encoders.internal.model;

import org.jspecify.annotations.NullMarked;

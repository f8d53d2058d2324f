/**
 * What a machine has for running models, and what it lacks.
 */
@NullMarked
package dev.semblance.encoders.diagnosis;

import org.jspecify.annotations.NullMarked;

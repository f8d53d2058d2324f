/**
 * What the parts of an encoder cost. Measurements of package-private parts stand in the
 * packages of those parts.
 */
@NullMarked
package dev.semblance.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

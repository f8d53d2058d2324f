/**
 * Applications made of the starter, a framework and properties.
 */
@NullMarked
package dev.semblance.starter;

import org.jspecify.annotations.NullMarked;

/**
 * Semblance encoders behind Spring AI's own interfaces.
 */
@NullMarked
package dev.semblance.springai;

import org.jspecify.annotations.NullMarked;

/**
 * Auto-configuration of Spring AI's interfaces.
 */
@NullMarked
package dev.semblance.boot.springai;

import org.jspecify.annotations.NullMarked;

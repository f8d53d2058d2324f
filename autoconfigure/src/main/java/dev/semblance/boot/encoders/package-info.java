/**
 * Auto-configuration of encoders, of the hub that their models come from, and of the
 * runtime that they share.
 */
@NullMarked
package dev.semblance.boot.encoders;

import org.jspecify.annotations.NullMarked;

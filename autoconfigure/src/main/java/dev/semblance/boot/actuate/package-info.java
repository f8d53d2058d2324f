/**
 * Health, metrics and an endpoint for those who operate an application.
 */
@NullMarked
package dev.semblance.boot.actuate;

import org.jspecify.annotations.NullMarked;

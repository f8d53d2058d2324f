/**
 * What auto-configurations share. It is no API: it changes without notice.
 */
@NullMarked
package dev.semblance.boot.internal;

import org.jspecify.annotations.NullMarked;
